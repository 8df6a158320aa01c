/* Debian's libxml2 converts with ICU, and its headers then include ICU's, which clash with the
   other ICU inside Foundation wherever both modules meet. Only the layout of an encoding handler
   depends on it, and we look into none. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/SAX2.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>
#include <libxml/xmlwriter.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <libxslt/documents.h>
#include <libxslt/extra.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What Swift cannot say by itself. */

/* libxml2's allocator is a global variable, which Swift 6 rightly calls unsafe to read. */
static inline void vigil_xml_free(void *memory) { xmlFree(memory); }

static inline void vigil_xml_say_nothing(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

/* Errors reach us as values; without this libxml2 also prints some, content included, on stderr.
   The second call is for threads that come later. */
static inline void vigil_xml_be_quiet(void) {
    xmlSetGenericErrorFunc(NULL, vigil_xml_say_nothing);
    xmlThrDefSetGenericErrorFunc(NULL, vigil_xml_say_nothing);
}

/* Needs the lasting addresses of two members, which Swift does not promise to give. */
static inline xmlSchemaSAXPlugPtr vigil_xml_plug(xmlSchemaValidCtxtPtr validator,
                                                 xmlParserCtxtPtr parser) {
    return xmlSchemaSAXPlug(validator, &parser->sax, &parser->userData);
}

/* libxslt says what is wrong through a function of printf's form, which Swift cannot write. The
   first words are kept, as many as there is room for. */
typedef struct {
    char text[512];
    size_t count;
} vigil_xslt_note;

static inline void vigil_xslt_take_note(void *context, const char *format, ...) {
    vigil_xslt_note *note = (vigil_xslt_note *)context;
    if (note == NULL || note->count + 1 >= sizeof note->text) return;
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(note->text + note->count, sizeof note->text - note->count, format,
                            arguments);
    va_end(arguments);
    if (written > 0) note->count += (size_t)written;
    if (note->count >= sizeof note->text) note->count = sizeof note->text - 1;
}

/* Compiling has no context of its own to be told of errors through. */
static inline void vigil_xslt_note_into(vigil_xslt_note *note) {
    xsltSetGenericErrorFunc(note, note == NULL ? vigil_xml_say_nothing : vigil_xslt_take_note);
}

static inline void vigil_xslt_note_of(xsltTransformContextPtr context, vigil_xslt_note *note) {
    xsltSetTransformErrorFunc(context, note, vigil_xslt_take_note);
}

/* As EXSLT's, but that a text comes to no nodes: libxslt's own takes a parameter that nobody gave for
   a fault. */
static inline void vigil_xslt_node_set(xmlXPathParserContextPtr parser, int count) {
    if (count == 1 && parser->value != NULL && parser->value->type != XPATH_NODESET &&
        parser->value->type != XPATH_XSLT_TREE) {
        xmlXPathFreeObject(valuePop(parser));
        valuePush(parser, xmlXPathNewNodeSet(NULL));
        return;
    }
    xsltFunctionNodeSet(parser, count);
}

static inline int vigil_xslt_set_node_set(xmlXPathContextPtr context, const char *name,
                                          const char *uri) {
    return xmlXPathRegisterFuncNS(context, (const xmlChar *)name, (const xmlChar *)uri,
                                  vigil_xslt_node_set);
}
