import CLibXML2
import Synchronization

/// A stylesheet of others, compiled once and run as often as there are documents.
///
/// It is code that somebody else wrote, so it can do nothing but make a document of the one it is
/// given: no `document()`, no file but stylesheets beside it, no network, no message, no extension
/// but the functions it is handed, nothing that differs from one machine or run to the next.
/// `@unchecked Sendable` because a compiled stylesheet is only read.
package final class Stylesheet: @unchecked Sendable {
    private let sheet: xsltStylesheetPtr
    private let functions: XPathFunctions
    private let path: String?

    /// Steps that one run may take; a loop without an end ends there.
    private static let mostSteps: UInt = 400_000_000

    package convenience init(
        file path: String,
        functions: XPathFunctions = .none
    ) throws(XMLError) {
        let tree = try XMLTree(file: path)
        try self.init(tree, functions, path)
    }

    /// - Parameter bytes: a stylesheet that is in no file, as one made of a profile's rules.
    package convenience init(
        _ bytes: [UInt8],
        functions: XPathFunctions = .none
    ) throws(XMLError) {
        try self.init(try XMLTree(bytes), functions, nil)
    }

    private init(
        _ tree: XMLTree,
        _ functions: XPathFunctions,
        _ path: String?
    ) throws(XMLError) {
        Stylesheet.prepare()
        self.functions = functions
        self.path = path
        try StylesheetRules.check(tree, path: path)
        let fence = path.flatMap { SchemaFence(around: $0) }
        // libxslt owns the tree that it compiles, and ours frees what it has read.
        guard let copy = xmlCopyDoc(tree.document, 1) else {
            throw XMLError(.unavailable, "there is no memory for a stylesheet")
        }
        if let path { copy.pointee.URL = UnsafePointer(xmlStrdup(path)) }
        let (compiled, note) = Stylesheet.compile(copy, fence, path)
        guard let compiled, compiled.pointee.errors == 0 else {
            if let compiled { xsltFreeStylesheet(compiled) } else { xmlFreeDoc(copy) }
            throw XMLError(.stylesheet, "the stylesheet cannot be used: \(note)", file: path)
        }
        sheet = compiled
    }

    deinit { xsltFreeStylesheet(sheet) }

    /// What it makes of a document, as bytes in its own output method.
    package func bytes(of source: XMLTree) throws(XMLError) -> [UInt8] {
        let result = try run(source)
        defer { xmlFreeDoc(result) }
        var text: UnsafeMutablePointer<xmlChar>?
        var count: Int32 = 0
        guard xsltSaveResultToString(&text, &count, result, sheet) == 0 else {
            throw XMLError(.stylesheet, "what the stylesheet made cannot be written", file: path)
        }
        defer { vigil_xml_free(text) }
        guard let text, count > 0 else {
            throw XMLError(.stylesheet, "the stylesheet made nothing", file: path)
        }
        return Array(UnsafeBufferPointer(start: text, count: Int(count)))
    }

    /// What it makes of a document, for our own eyes.
    package func tree(of source: XMLTree) throws(XMLError) -> XMLTree {
        XMLTree(owning: try run(source))
    }

    private func run(_ source: XMLTree) throws(XMLError) -> xmlDocPtr {
        guard let context = xsltNewTransformContext(sheet, source.document),
            let xpath = context.pointee.xpathCtxt
        else { throw XMLError(.unavailable, "there is no memory for a stylesheet's run") }
        defer { xsltFreeTransformContext(context) }
        // They are refused in the text of a stylesheet already; this is the second lock.
        guard xsltSetCtxtSecurityPrefs(Stylesheet.security, context) == 0 else {
            throw XMLError(.unavailable, "libxslt's security cannot be set")
        }
        for name in StylesheetRules.forbiddenFunctions {
            _ = xmlXPathRegisterFunc(xpath, name) { parser, _ in
                xmlXPathErr(parser, Int32(XPATH_UNKNOWN_FUNC_ERROR.rawValue))
            }
        }
        _ = vigil_xslt_set_node_set(xpath, "node-set", StylesheetRules.common)
        functions.register(in: xpath)
        context.pointee.opLimit = Stylesheet.mostSteps
        xpath.pointee.opLimit = Stylesheet.mostSteps
        let note = UnsafeMutablePointer<vigil_xslt_note>.allocate(capacity: 1)
        note.initialize(to: vigil_xslt_note())
        defer { note.deallocate() }
        vigil_xslt_note_of(context, note)
        let result = XPathFunctions.$current.withValue(functions) {
            xsltApplyStylesheetUser(sheet, source.document, nil, nil, nil, context)
        }
        guard let result, context.pointee.state == XSLT_STATE_OK else {
            if let result { xmlFreeDoc(result) }
            throw XMLError(
                .stylesheet,
                "the stylesheet failed: \(Stylesheet.text(note))",
                file: path
            )
        }
        return result
    }

    // MARK: - Once

    private static let isPrepared: Void = {
        LibXML.prepare()
        xsltInit()
        vigil_xslt_note_into(nil)
        xsltSetLoaderFunc { url, dictionary, _, _, type in
            // `document()` never; another stylesheet only from the folder of the first.
            guard type == XSLT_LOAD_STYLESHEET, let url, let fence = SchemaFence.current,
                let path = fence.admitted(String(cString: url)),
                let tree = try? XMLTree(file: path),
                (try? StylesheetRules.check(tree, path: path)) != nil,
                let copy = xmlCopyDoc(tree.document, 1)
            else { return nil }
            copy.pointee.URL = UnsafePointer(xmlStrdup(path))
            // libxslt compares names of modes and parameters by their address in this dictionary.
            if let dictionary, copy.pointee.dict == nil {
                xmlDictReference(dictionary)
                copy.pointee.dict = dictionary
            }
            return copy
        }
    }()

    private static func prepare() { isPrepared }

    private static nonisolated(unsafe) let security: xsltSecurityPrefsPtr? = {
        let preferences = xsltNewSecurityPrefs()
        for option in [
            XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY,
            XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK,
        ] {
            _ = xsltSetSecurityPrefs(preferences, option) { _, _, _ in 0 }
        }
        return preferences
    }()

    /// libxslt tells of a stylesheet's faults through one function for the whole process, so one is
    /// compiled at a time.
    private static let turn = Mutex(())

    private static func compile(
        _ document: xmlDocPtr,
        _ fence: SchemaFence?,
        _ path: String?
    ) -> (sheet: xsltStylesheetPtr?, note: String) {
        /// What libxslt hands over; only this thread has it while the lock is held, and after.
        struct Handle: @unchecked Sendable {
            let document: xmlDocPtr
            var sheet: xsltStylesheetPtr?
            var note = ""
        }
        let given = Handle(document: document)
        let made = turn.withLock { _ in
            var made = given
            let note = UnsafeMutablePointer<vigil_xslt_note>.allocate(capacity: 1)
            note.initialize(to: vigil_xslt_note())
            defer { note.deallocate() }
            vigil_xslt_note_into(note)
            defer { vigil_xslt_note_into(nil) }
            made.sheet = SchemaFence.$current.withValue(fence) {
                xsltParseStylesheetDoc(made.document)
            }
            made.note =
                fence?.refused.first
                .map { "it asks for '\($0.prefix(200))', which is not a file of its folder" }
                ?? text(note)
            if fence?.refused.isEmpty == false { made.sheet?.pointee.errors += 1 }
            return made
        }
        return (made.sheet, made.note)
    }

    /// Libxslt's words on one line. They name elements and expressions of the stylesheet.
    private static func text(_ note: UnsafeMutablePointer<vigil_xslt_note>) -> String {
        let words = withUnsafeBytes(of: &note.pointee.text) { bytes in
            String(decoding: bytes.prefix(note.pointee.count), as: UTF8.self)
        }
        let line = words.split(whereSeparator: \.isNewline).joined(separator: "; ")
        return line.isEmpty ? "libxslt gives no reason" : line
    }
}
