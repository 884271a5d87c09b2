/* Runs stored inputs through a fuzz target with an ordinary compiler: replay FOLDER_OR_FILE… */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define INPUT_BYTES_MAX ((size_t)4 << 20)

static int run_file(const char *path)
{
    FILE *f = fopen(path, "rbe");
    uint8_t *data = malloc(INPUT_BYTES_MAX);
    if (f == NULL || data == NULL) {
        (void)fprintf(stderr, "cannot read %s\n", path);
        free(data);
        return -1;
    }
    size_t n = fread(data, 1, INPUT_BYTES_MAX, f);
    (void)fclose(f);
    /* A block of exactly n bytes, so that a sanitizer sees the first byte read too far. */
    uint8_t *exact = malloc(n > 0 ? n : 1);
    if (exact != NULL) {
        memcpy(exact, data, n);
        (void)LLVMFuzzerTestOneInput(exact, n);
    }
    free(exact);
    free(data);
    return exact != NULL ? 0 : -1;
}

static int run_folder(const char *path)
{
    int n = 0;
    struct dirent **entries;
    int found = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < found; i++) {
        char file[4096];
        int len = snprintf(file, sizeof(file), "%s/%s", path, entries[i]->d_name);
        bool hidden = entries[i]->d_name[0] == '.';
        free(entries[i]);
        if (hidden || len < 0 || (size_t)len >= sizeof(file))
            continue;
        if (run_file(file) != 0)
            return -1;
        n++;
    }
    if (found >= 0)
        free(entries);
    return n;
}

int main(int argc, char **argv)
{
    int total = 0;
    for (int i = 1; i < argc; i++) {
        struct stat st;
        bool folder = stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode);
        int n = folder ? run_folder(argv[i]) : (run_file(argv[i]) == 0 ? 1 : -1);
        if (n < 0)
            return 1;
        total += n;
    }
    (void)printf("%d inputs replayed\n", total);
    return total > 0 ? 0 : 1;
}
