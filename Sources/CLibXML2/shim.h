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
