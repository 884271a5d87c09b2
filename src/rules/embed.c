/* Build tool: embed rule packs. `embed OUT.c FILE…` writes the table wr_pack_files[]; paths are cut behind "rulepacks/". */
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
    fprintf(out, "static const unsigned char file_%d[] = {", i);
    long n = 0;
    for (int c; (c = fgetc(in)) != EOF; n++) {
        fprintf(out, n % 24 == 0 ? "\n    %d," : "%d,", c);
    }
    fprintf(out, "0};\n");
    fclose(in);
    return 0;
}

static const char *path_inside(const char *path)
{
    const char *at = strstr(path, "rulepacks/");
    return at ? at + strlen("rulepacks/") : path;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: embed OUT.c FILE...\n");
        return 2;
    }
    FILE *out = fopen(argv[1], "wb");
    if (!out) {
        perror(argv[1]);
        return 1;
    }
    fprintf(out, "#include \"rules/rules.h\"\n\n");
    for (int i = 2; i < argc; i++) {
        if (write_bytes(out, argv[i], i) < 0) {
            fclose(out);
            return 1;
        }
    }
    fprintf(out, "\nconst struct wr_pack_file wr_pack_files[] = {\n");
    for (int i = 2; i < argc; i++) {
        fprintf(out, "    {\"%s\", file_%d, sizeof(file_%d) - 1},\n", path_inside(argv[i]), i, i);
    }
    fprintf(out, "};\nconst size_t wr_pack_files_n = %d;\n", argc - 2);
    return fclose(out) == 0 ? 0 : 1;
}
