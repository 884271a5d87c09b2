/* Build tool: embed migrations. `embed_sql OUT.c NNNN_name.sql…` writes the table wr_migrations[]. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int write_bytes(FILE *out, const char *path, int i)
{
    FILE *in = fopen(path, "rb");
    if (!in) {
        perror(path);
        return -1;
    }
    fprintf(out, "static const char file_%d[] = {", i);
    int n = 0;
    for (int c; (c = fgetc(in)) != EOF; n++)
        fprintf(out, n % 24 == 0 ? "\n    %d," : "%d,", (signed char)c);
    fprintf(out, "0};\n");
    int failed = ferror(in);
    fclose(in);
    return failed ? -1 : 0;
}

/* "sql/0005_liaison.sql": version 5, name "liaison". */
static int write_row(FILE *out, const char *path, int i, long *last)
{
    const char *base = strrchr(path, '/');
    base = base ? base + 1 : path;
    char *name;
    long version = strtol(base, &name, 10);
    size_t n = strlen(name);
    if (name - base != 4 || *name != '_' || n < 6 || strcmp(name + n - 4, ".sql") != 0 ||
        version <= *last) {
        fprintf(stderr, "%s: expected a migration behind %04ld: NNNN_name.sql\n", path, *last);
        return -1;
    }
    *last = version;
    fprintf(out, "    {%ld, \"%.*s\", {file_%d, sizeof(file_%d) - 1}},\n", version, (int)(n - 5),
            name + 1, i, i);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: embed_sql OUT.c NNNN_name.sql...\n");
        return 2;
    }
    FILE *out = fopen(argv[1], "wb");
    if (!out) {
        perror(argv[1]);
        return 1;
    }
    fprintf(out, "#include \"app/embedded.h\"\n\n");
    int rc = 0;
    for (int i = 2; i < argc && rc == 0; i++)
        rc = write_bytes(out, argv[i], i);
    fprintf(out, "\nconst struct wr_migration wr_migrations[] = {\n");
    long last = 0;
    for (int i = 2; i < argc && rc == 0; i++)
        rc = write_row(out, argv[i], i, &last);
    fprintf(
        out,
        "};\nconst size_t wr_migrations_n = sizeof(wr_migrations) / sizeof(wr_migrations[0]);\n");
    if (fclose(out) != 0 || rc != 0) {
        (void)remove(argv[1]);
        return 1;
    }
    return 0;
}
