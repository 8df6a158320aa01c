import CLibXML2

/// One strict pass over one document.
///
/// It refuses a document type before it is read, so there is no entity but XML's five, no file and
/// no network; more than 256 levels; another encoding than UTF-8. It is the one place that holds a
/// libxml2 parser. The events go to a tree, or to a validator that keeps nothing of what has
/// passed.
final class StrictParser {
    static let deepest = 256
    static let mostFaults = 100

    private let context: xmlParserCtxtPtr
    private let input: ParserInput
    private var failure: XMLError?
    /// What a validator found, in the order of the document.
    private(set) var faults: [XMLError] = []
    /// For each open element, whether anything is known to be in it.
    private var levels: [Bool] = []
    private var refusesEmpty = false

    init(_ input: ParserInput) throws(XMLError) {
        LibXML.prepare()
        self.input = input
        let created = xmlCreateIOParserCtxt(
            nil,
            nil,
            { source, buffer, size in
                guard let source, let buffer, size > 0 else { return 0 }
                let input = Unmanaged<ParserInput>.fromOpaque(source).takeUnretainedValue()
                return Int32(
                    input.read(
                        into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(size))
                    )
                )
            },
            nil,
            Unmanaged.passUnretained(input).toOpaque(),
            XML_CHAR_ENCODING_NONE
        )
        guard let created else { throw XMLError(.unavailable, "there is no memory for a parser") }
        context = created
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
            | XML_PARSE_NOWARNING.rawValue | XML_PARSE_BIG_LINES.rawValue
        _ = xmlCtxtUseOptions(context, Int32(bitPattern: options))
        context.pointee._private = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit { xmlFreeParserCtxt(context) }

    /// The document as a tree, which is the caller's to free.
    func tree() throws(XMLError) -> xmlDocPtr {
        context.pointee.sax.pointee.startDocument = { context in
            guard StrictParser.of(context)?.admitsEncoding() ?? false else { return }
            xmlSAX2StartDocument(context)
        }
        context.pointee.sax.pointee.startElementNs = { context, name, a, b, c, d, e, f, g in
            guard StrictParser.of(context)?.enters() ?? false else { return }
            xmlSAX2StartElementNs(context, name, a, b, c, d, e, f, g)
        }
        context.pointee.sax.pointee.endElementNs = { context, name, prefix, uri in
            StrictParser.of(context)?.leaves(nil, nil)
            xmlSAX2EndElementNs(context, name, prefix, uri)
        }
        refuseDoctype()
        defer {
            if let rest = context.pointee.myDoc {
                xmlFreeDoc(rest)
                context.pointee.myDoc = nil
            }
        }
        try parse()
        guard let document = context.pointee.myDoc else {
            throw XMLError(.malformed, "the document is empty", file: input.path)
        }
        context.pointee.myDoc = nil
        return document
    }

    /// Runs the document past `validator` and keeps what it finds as `faults`.
    func validate(with validator: xmlSchemaValidCtxtPtr, refusesEmpty: Bool) throws(XMLError) {
        self.refusesEmpty = refusesEmpty
        context.pointee.sax.pointee = xmlSAXHandler()
        context.pointee.sax.pointee.initialized = UInt32(XML_SAX2_MAGIC)
        context.pointee.sax.pointee.startDocument = { context in
            _ = StrictParser.of(context)?.admitsEncoding()
        }
        context.pointee.sax.pointee.startElementNs = { context, name, _, _, _, _, count, _, list in
            guard let parser = StrictParser.of(context), parser.enters() else { return }
            if parser.refusesEmpty { parser.look(at: name, count: Int(count), list) }
        }
        context.pointee.sax.pointee.endElementNs = { context, name, _, uri in
            StrictParser.of(context)?.leaves(name, uri)
        }
        context.pointee.sax.pointee.characters = { context, text, count in
            StrictParser.of(context)?.meets(text, count: Int(count))
        }
        context.pointee.sax.pointee.cdataBlock = context.pointee.sax.pointee.characters
        refuseDoctype()
        xmlSchemaSetValidStructuredErrors(
            validator,
            { parser, error in
                guard let parser, let error else { return }
                Unmanaged<StrictParser>.fromOpaque(parser).takeUnretainedValue()
                    .note(SchemaFault.sentence(for: error.pointee), .invalid)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        guard let plug = vigil_xml_plug(validator, context) else {
            throw XMLError(.unavailable, "libxml2 cannot validate this way", file: input.path)
        }
        defer { _ = xmlSchemaSAXUnplug(plug) }
        try parse()
    }

    // MARK: - Inside

    private func parse() throws(XMLError) {
        // Validation puts its own handler in front of ours, so this is set last of all. The error
        // says which parser it comes from.
        context.pointee.sax.pointee.serror = { _, error in
            guard let error, let parser = error.pointee.ctxt else { return }
            StrictParser.of(parser)?.note(error.pointee)
        }
        let result = xmlParseDocument(context)
        if let failure = input.failure ?? failure { throw failure }
        guard result == 0, context.pointee.wellFormed == 1, context.pointee.nsWellFormed == 1
        else { throw placed(.malformed, "the document is not well-formed XML") }
    }

    private func refuseDoctype() {
        context.pointee.sax.pointee.internalSubset = { context, _, _, _ in
            StrictParser.of(context)?
                .stop(.doctype, "a document has no document type declaration here")
        }
    }

    /// The parser of a libxml2 context, which both kinds of pass hand to their handlers.
    private static func of(_ context: UnsafeMutableRawPointer?) -> StrictParser? {
        context?.assumingMemoryBound(to: xmlParserCtxt.self).pointee._private
            .map { Unmanaged<StrictParser>.fromOpaque($0).takeUnretainedValue() }
    }

    private func placed(_ code: XMLError.Code, _ message: String) -> XMLError {
        XMLError(
            code,
            message,
            file: input.path,
            line: context.pointee.input.map { Int($0.pointee.line) },
            column: context.pointee.input.map { Int($0.pointee.col) }
        )
    }

    private func stop(_ code: XMLError.Code, _ message: String) {
        if failure == nil { failure = placed(code, message) }
        xmlStopParser(context)
    }

    /// A fault of a document that is well-formed so far. Enough of them end the pass.
    private func note(_ message: String, _ code: XMLError.Code) {
        guard faults.count < StrictParser.mostFaults else {
            return stop(.invalid, "there are more faults than the \(faults.count) before this one")
        }
        faults.append(placed(code, message))
    }

    /// What libxml2 says of a document that is not well-formed: the first sentence is the cause.
    private func note(_ error: xmlError) {
        guard failure == nil, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        failure = XMLError(
            .malformed,
            LibXML.line(error.message),
            file: input.path,
            line: Int(error.line),
            column: Int(error.int2)
        )
    }

    private func admitsEncoding() -> Bool {
        let isConverted = context.pointee.input?.pointee.buf?.pointee.encoder != nil
        let declared = context.pointee.encoding.map { String(cString: $0).lowercased() }
        guard !isConverted, declared ?? "utf-8" == "utf-8" else {
            stop(.encoding, "a document is in UTF-8")
            return false
        }
        return true
    }

    private func enters() -> Bool {
        guard levels.count < StrictParser.deepest else {
            stop(.tooDeep, "elements are nested more than \(StrictParser.deepest) deep")
            return false
        }
        if !levels.isEmpty { levels[levels.count - 1] = true }
        levels.append(false)
        return true
    }

    /// XHTML's elements that never hold anything.
    private static let empty: Set<String> = ["br", "col", "hr"]

    private func leaves(_ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?) {
        guard let hasContent = levels.popLast(), refusesEmpty, !hasContent, let name else { return }
        let element = String(cString: name)
        if StrictParser.empty.contains(element),
            uri.map({ String(cString: $0) }) == "http://www.w3.org/1999/xhtml"
        {
            return
        }
        note("element '\(element)' has neither attributes nor content", .empty)
    }

    private func meets(_ text: UnsafePointer<xmlChar>?, count: Int) {
        guard refusesEmpty, levels.last == false else { return }
        let bytes = UnsafeBufferPointer(start: text, count: count)
        if bytes.contains(where: { $0 > 0x20 }) { levels[levels.count - 1] = true }
    }

    /// Attributes come as five pointers each: name, prefix, namespace, start and end of the value.
    private func look(
        at element: UnsafePointer<xmlChar>?,
        count: Int,
        _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard let list, count > 0 else { return }
        levels[levels.count - 1] = true
        for index in stride(from: 0, to: count * 5, by: 5) where list[index + 3] == list[index + 4]
        {
            guard let element, let name = list[index] else { continue }
            note(
                "attribute '\(String(cString: name))' of element '\(String(cString: element))'"
                    + " has no value",
                .empty
            )
        }
    }
}
