/* The floor of a copy: what libxslt and libxml2 take for a folder's own stylesheet, schema and rules, in plain C
 * on one core, without reading a case, deciding about it or recording anything. The functions that a stylesheet
 * asks of the engine give back an argument as it is.    export FOLDER PROFILE CANONICAL.XML
 */
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/extra.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static double seconds(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}
/* The last argument, which `uuid` is asked with the case before. */
static void text(xmlXPathParserContextPtr parser, int count) {
    xmlChar *last = xmlXPathPopString(parser);
    for (int i = 1; i < count; i++) xmlFree(xmlXPathPopString(parser));
    valuePush(parser, xmlXPathNewString(last));
    xmlFree(last);
}
static void truth(xmlXPathParserContextPtr parser, int count) {
    for (int i = 0; i < count; i++) xmlFree(xmlXPathPopString(parser));
    valuePush(parser, xmlXPathNewBoolean(1));
}
static xmlDocPtr run(xsltStylesheetPtr sheet, xmlDocPtr document) {
    static const char *texts[] = {"uuid", "base64", "hexToBase64", "london"};
    static const char *truths[] = {"isNHSNumber", "isSNOMED", "isODS", "isSDS"};
    const xmlChar *space = BAD_CAST "urn:vigil:functions:1";
    xsltTransformContextPtr context = xsltNewTransformContext(sheet, document);
    for (int i = 0; i < 4; i++) {
        xsltRegisterExtFunction(context, BAD_CAST texts[i], space, text);
        xsltRegisterExtFunction(context, BAD_CAST truths[i], space, truth);
    }
    xmlDocPtr result = xsltApplyStylesheetUser(sheet, document, 0, 0, 0, context);
    xsltFreeTransformContext(context);
    return result;
}
static char *path(const char *folder, const char *name, const char *ending) {
    char *path = malloc(4096);
    snprintf(path, 4096, "%s/%s%s", folder, name, ending);
    return path;
}
static void ignore(void *context, const char *format, ...) { (void)context, (void)format; }

int main(int argc, char **argv) {
    if (argc != 4) return fputs("usage: export EXPORTS PROFILE CANONICAL.XML\n", stderr), 2;
    char *folder = path(argv[1], argv[2], "");
    xsltRegisterExtModuleFunction(BAD_CAST "node-set", BAD_CAST "http://exslt.org/common", xsltFunctionNodeSet);
    xsltStylesheetPtr sheet = 0, rules = 0;
    if (!access(path(folder, argv[2], ".xsl"), R_OK))
        sheet = xsltParseStylesheetFile(BAD_CAST path(folder, argv[2], ".xsl"));
    xmlSchemaPtr schema = xmlSchemaParse(xmlSchemaNewParserCtxt(path(folder, argv[2], ".xsd")));
    if (!access(path(folder, "rules", ".sch"), R_OK)) {
        xsltStylesheetPtr maker = xsltParseStylesheetFile(BAD_CAST path(argv[1], "schematron", ".xsl"));
        rules = xsltParseStylesheetDoc(xsltApplyStylesheet(maker, xmlReadFile(path(folder, "rules", ".sch"), 0, 0), 0));
    }
    FILE *file = fopen(argv[3], "rb");
    if (!file || !schema) return fputs("export: the copy or the schema cannot be read\n", stderr), 1;
    static char bytes[64 << 20];
    int size = (int)fread(bytes, 1, sizeof bytes, file);
    for (int round = 0; round < 5; round++) {
        double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), at = wall;
        double made, valid, judged;
        xmlChar *copy = (xmlChar *)bytes;
        int count = size;
        if (sheet) {
            xmlDocPtr document = xmlReadMemory(bytes, size, 0, 0, XML_PARSE_NONET);
            xmlDocPtr result = run(sheet, document);
            xsltSaveResultToString(&copy, &count, result, sheet);
            xmlFreeDoc(result);
            xmlFreeDoc(document);
        }
        made = seconds(CLOCK_MONOTONIC) - at;
        at += made;
        xmlSchemaValidCtxtPtr validator = xmlSchemaNewValidCtxt(schema);
        xmlSchemaSetValidErrors(validator, ignore, ignore, 0);
        xmlSAXHandler nothing = {.initialized = XML_SAX2_MAGIC};
        int faults = xmlSchemaValidateStream(validator, xmlParserInputBufferCreateMem((char *)copy, count, XML_CHAR_ENCODING_NONE),
                                             XML_CHAR_ENCODING_NONE, &nothing, 0);
        xmlSchemaFreeValidCtxt(validator);
        valid = seconds(CLOCK_MONOTONIC) - at;
        at += valid;
        if (rules) {
            xmlDocPtr document = xmlReadMemory((char *)copy, count, 0, 0, XML_PARSE_NONET);
            xmlFreeDoc(run(rules, document));
            xmlFreeDoc(document);
        }
        judged = seconds(CLOCK_MONOTONIC) - at;
        struct rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        wall = seconds(CLOCK_MONOTONIC) - wall;
        printf("{\"system\":\"c-export\",\"what\":\"export %s\",\"events\":1,\"wall_s\":%.4f,\"per_s\":%.1f,"
               "\"client_cpu_us_per_event\":%.0f,\"peak_kib\":%ld,\"bytes\":%d,\"faults\":%d,"
               "\"made_ms\":%.1f,\"schema_ms\":%.1f,\"rules_ms\":%.1f}\n",
               argv[2], wall, 1 / wall, (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1e6, usage.ru_maxrss, count, faults,
               made * 1e3, valid * 1e3, judged * 1e3);
        if (copy != (xmlChar *)bytes) xmlFree(copy);
    }
    return 0;
}
