#include "app/modules.h"

#include "app/demo.h"
#include "app/system.h"
#include "modules/account/account_svc.h"
#include "modules/audit/audit_cli.h"
#include "modules/badge/badge_svc.h"
#include "modules/delivery/delivery_svc.h"
#include "modules/device/device_svc.h"
#include "modules/dossier/dossier_svc.h"
#include "modules/dossier/public_svc.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/liaison/liaison_svc.h"
#include "modules/media/media_svc.h"
#include "modules/officer/officer_svc.h"
#include "modules/offsite/offsite_svc.h"
#include "modules/onsite/onsite_svc.h"
#include "modules/oversight/oversight_svc.h"
#include "modules/paper/paper_svc.h"
#include "modules/penalty/penalty_svc.h"
#include "modules/plate/plate_svc.h"
#include "modules/region/region_svc.h"
#include "modules/rulebook/rulebook_svc.h"
#include "modules/visit/visit_svc.h"
#include "modules/zone/zone_svc.h"
#include "rules/workdays.h"

const struct wr_route *const wr_all_routes[] = {
    wr_system_routes,
    wr_account_routes,
    wr_audit_routes,
    wr_region_routes,
    wr_zone_routes,
    wr_job_routes,
    wr_enterprise_routes,
    wr_outlet_routes,
    wr_import_routes,
    wr_officer_routes,
    wr_liaison_routes,
    wr_plate_routes,
    wr_badge_routes,
    wr_visit_routes,
    wr_mission_routes,
    wr_visit_life_routes,
    wr_complaint_routes,
    wr_dossier_routes,
    wr_export_routes,
    wr_public_routes,
    wr_rules_routes,
    wr_paper_routes,
    wr_oversight_routes,
    wr_delivery_routes,
    wr_logger_routes,
    wr_clue_routes,
    wr_offsite_routes,
    wr_onsite_routes,
    wr_penalty_routes,
    wr_rulebook_routes,
    NULL,
};

const struct wr_stmt *const *const wr_all_stmts[] = {
    wr_audit_stmts,
    wr_account_stmts,
    wr_region_stmts,
    wr_zone_stmts,
    wr_media_stmts,
    wr_job_stmts,
    wr_enterprise_stmts,
    wr_outlet_stmts,
    wr_import_stmts,
    wr_officer_stmts,
    wr_liaison_stmts,
    wr_plate_stmts,
    wr_badge_stmts,
    wr_visit_stmts,
    wr_mission_stmts,
    wr_visit_life_stmts,
    wr_visit_parts_stmts,
    wr_visit_my_stmts,
    wr_complaint_stmts,
    wr_dossier_stmts,
    wr_export_stmts,
    wr_public_stmts,
    wr_demo_stmts,
    wr_visit_impact_stmts,
    wr_paper_stmts,
    wr_open_stmts,
    wr_oversight_stmts,
    wr_visit_proof_stmts,
    wr_visit_offline_stmts,
    wr_delivery_stmts,
    wr_upload_stmts,
    wr_logger_stmts,
    wr_logger_command_stmts,
    wr_stranger_stmts,
    wr_series_check_stmts,
    wr_clue_stmts,
    wr_offsite_conf_stmts,
    wr_offsite_push_stmts,
    wr_coverage_stmts,
    wr_onsite_stmts,
    wr_penalty_stmts,
    wr_rulebook_stmts,
    NULL,
};

const struct wr_audit_entity *const *const wr_all_entities[] = {
    wr_account_entities, wr_region_entities,   wr_media_entities,    wr_enterprise_entities,
    wr_officer_entities, wr_liaison_entities,  wr_plate_entities,    wr_badge_entities,
    wr_visit_entities,   wr_delivery_entities, wr_device_entities,   wr_offsite_entities,
    wr_penalty_entities, wr_zone_entities,     wr_rulebook_entities, NULL,
};

const struct wr_command *const wr_module_commands[] = {
    wr_enterprise_commands, wr_export_commands,  wr_liaison_commands,
    wr_plate_commands,      wr_visit_commands,   wr_rules_commands,
    wr_audit_commands,      wr_account_commands, wr_paper_commands,
    wr_oversight_commands,  wr_logger_commands,  wr_offsite_commands,
    wr_penalty_commands,    wr_zone_commands,    NULL,
};

const struct wr_job_kind *const wr_all_job_kinds[] = {
    wr_plate_jobs,
    NULL,
};

#define MINUTE_MS INT64_C(60000)

const struct wr_periodic wr_all_periodics[] = {
    {"audit.checkpoint", MINUTE_MS, wr_audit_svc_checkpoint},
    {"account.sweep", 10 * MINUTE_MS, wr_account_svc_sweep},
    {"liaison.tend", 60 * MINUTE_MS, wr_liaison_svc_tend},
    {"visit.close_due", 10 * MINUTE_MS, wr_visit_svc_close_due},
    {"upload.sweep", 60 * MINUTE_MS, wr_upload_svc_sweep},
    {"frame.anchor", MINUTE_MS, wr_frame_svc_anchor},
    {"logger.gaps", 10 * MINUTE_MS, wr_gap_svc_scan},
    {"rulebook.refresh", 10 * 1000, wr_rulebook_svc_refresh},
    {"offsite.live", 10 * 1000, wr_offsite_svc_live},
    {"clue.tend", MINUTE_MS, wr_clue_svc_tend},
    {"coverage.keep", 6 * 60 * MINUTE_MS, wr_offsite_svc_keep_coverage},
    {"onsite.tend", MINUTE_MS, wr_onsite_svc_tend},
    {"telemetry.retain", 6 * 60 * MINUTE_MS, wr_device_svc_retain},
    {"telemetry.check", 60 * MINUTE_MS, wr_device_svc_check},
    {0},
};

const struct wr_pack_kind *const wr_all_pack_kinds[] = {
    &wr_visit_policy_kind, &wr_visit_checklist_kind, &wr_paper_form_kind, &wr_oversight_pack_kind,
    &wr_workdays_kind,     &wr_offsite_pack_kind,    &wr_penalty_kind,    NULL,
};

const struct wr_import_kind *const wr_all_import_kinds[] = {
    &WR_IMPORT_ENTERPRISES, &WR_IMPORT_OFFICERS, &WR_IMPORT_DEVICES, &WR_IMPORT_LIMITS, NULL,
};

wr_row_hook *const wr_all_row_hooks[] = {
    wr_offsite_on_rows,
    NULL,
};

int wr_run_row_hooks(struct wr_ctx *ctx, const struct wr_tele_row *rows, size_t n)
{
    int rc = 0;
    for (wr_row_hook *const *h = wr_all_row_hooks; *h != NULL && rc == 0; h++)
        rc = (*h)(ctx, rows, n);
    return rc;
}
