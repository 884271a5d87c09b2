/* Build tool: embed one file. `embed_bytes OUT.c NAME FILE` writes NAME[] and NAME_n. */
#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: embed_bytes OUT.c NAME FILE\n");
        return 2;
    }
    FILE *in = fopen(argv[3], "rb");
    FILE *out = fopen(argv[1], "wb");
    if (!in || !out) {
        perror(in ? argv[1] : argv[3]);
        return 1;
    }
    fprintf(out,
            "#include <stddef.h>\nextern const unsigned char %s[];\nextern const size_t %s_n;\n"
            "const unsigned char %s[] = {",
            argv[2], argv[2], argv[2]);
    long n = 0;
    for (int c; (c = fgetc(in)) != EOF; n++)
        fprintf(out, n % 24 == 0 ? "\n    %d," : "%d,", c);
    fprintf(out, "0};\nconst size_t %s_n = %ld;\n", argv[2], n);
    int failed = ferror(in);
    fclose(in);
    return fclose(out) != 0 || failed ? 1 : 0;
}
