import CLibXML2

/// Writes one XML document, front to back, in flat memory.
///
/// UTF-8 without a byte order mark; no comments, no document type, no prefixes: a namespace is
/// always the default one. An element that comes to neither an attribute nor content is not
/// written, nor an attribute or text that is blank, because receivers read `<name/>` as a name that
/// is known to be nothing. What XML cannot hold becomes U+FFFD (`XMLText`).
package final class XMLWriter {
    private let sink: XMLSink
    private let writer: xmlTextWriterPtr
    private var open: [Element] = []
    /// How many of `open` are written; the others wait until they have something to say.
    private var begun = 0
    private var state = State.before

    private enum State { case before, writing, finished }

    private struct Element {
        let name: String
        let namespace: String?
        var attributes: [String] = []
        var hasContent = false
    }

    /// A writer to a new file, for its owner's eyes only (0600).
    package convenience init(creating path: String, isIndented: Bool = true) throws(XMLError) {
        try self.init(XMLSink(creating: path), isIndented: isIndented)
    }

    /// A writer to memory: `finish` gives the bytes.
    package convenience init(isIndented: Bool = true) throws(XMLError) {
        try self.init(XMLSink(), isIndented: isIndented)
    }

    private init(_ sink: XMLSink, isIndented: Bool) throws(XMLError) {
        LibXML.prepare()
        self.sink = sink
        // The sink outlives the buffer: both are ours until `deinit`.
        let output = xmlOutputBufferCreateIO(
            { context, bytes, count in
                guard let context, let bytes, count > 0 else { return 0 }
                Unmanaged<XMLSink>.fromOpaque(context).takeUnretainedValue()
                    .write(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
                return count
            },
            nil,
            Unmanaged.passUnretained(sink).toOpaque(),
            nil
        )
        guard let output else { throw XMLError(.unavailable, "there is no memory for a writer") }
        guard let writer = xmlNewTextWriter(output) else {
            xmlOutputBufferClose(output)
            throw XMLError(.unavailable, "there is no memory for a writer")
        }
        self.writer = writer
        if isIndented {
            try check(xmlTextWriterSetIndent(writer, 1))
            try check(xmlTextWriterSetIndentString(writer, "  "))
        }
        try check(xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil))
    }

    deinit { xmlFreeTextWriter(writer) }

    // MARK: - Writing

    /// Begins an element, in the namespace of the one around it when none is given.
    package func start(_ name: String, namespace: String? = nil) throws(XMLError) {
        guard XMLText.isName(name) else {
            throw XMLError(.misuse, "'\(name.prefix(40))' is not a name that this writer gives")
        }
        guard state != .finished, state == .before || !open.isEmpty else {
            throw XMLError(.misuse, "a document has one root; '\(name)' would be a second")
        }
        state = .writing
        open.append(Element(name: name, namespace: namespace ?? open.last?.namespace))
    }

    /// An attribute of the element that was begun last; nothing when the value is nil or blank.
    package func attribute(_ name: String, _ value: String?) throws(XMLError) {
        guard let value, !XMLText.isBlank(value) else { return }
        guard let element = open.last, !element.hasContent else {
            throw XMLError(.misuse, "attribute '\(name)' comes after the content of its element")
        }
        guard XMLText.isName(name), name != "xmlns", !element.attributes.contains(name) else {
            throw XMLError(.misuse, "'\(name.prefix(40))' is not a name, or is there twice")
        }
        try begin()
        open[open.count - 1].attributes.append(name)
        try write(attribute: name, value)
    }

    /// A whole number as an attribute.
    package func attribute(_ name: String, _ value: some BinaryInteger) throws(XMLError) {
        try attribute(name, String(value))
    }

    /// Text of the element that was begun last; nothing when it is nil or blank.
    package func text(_ text: String?) throws(XMLError) {
        guard let text, !XMLText.isBlank(text) else { return }
        guard !open.isEmpty else { throw XMLError(.misuse, "text stands inside an element") }
        try begin()
        open[open.count - 1].hasContent = true
        try check(xmlTextWriterWriteString(writer, XMLText.legal(text)))
    }

    /// Ends the element that was begun last. It leaves no trace if it came to nothing.
    package func end() throws(XMLError) {
        guard !open.isEmpty else { throw XMLError(.misuse, "there is no element to end") }
        open.removeLast()
        guard begun > open.count else { return }
        begun = open.count
        try check(xmlTextWriterEndElement(writer))
    }

    /// An element with text and nothing else; none at all when the text is nil or blank.
    package func element(_ name: String, _ text: String?) throws(XMLError) {
        guard let text, !XMLText.isBlank(text) else { return }
        try start(name)
        try self.text(text)
        try end()
    }

    /// Ends the document and makes it durable. The bytes are those of a writer to memory.
    @discardableResult
    package func finish() throws(XMLError) -> [UInt8] {
        guard state == .writing, open.isEmpty else {
            throw XMLError(
                .misuse,
                open.last.map { "element '\($0.name)' is not ended" } ?? "the document is not open"
            )
        }
        guard hasRoot else { throw XMLError(.empty, "the document has nothing to say") }
        state = .finished
        try check(xmlTextWriterEndDocument(writer))
        try check(xmlTextWriterFlush(writer))
        try sink.finish()
        return sink.bytes
    }

    // MARK: - Inside

    private var hasRoot = false

    /// Writes the start tags that waited: there is something to say inside them now.
    private func begin() throws(XMLError) {
        while begun < open.count {
            let element = open[begun]
            let outer = begun > 0 ? open[begun - 1] : nil
            try check(xmlTextWriterStartElement(writer, element.name))
            if begun > 0 { open[begun - 1].hasContent = true }
            begun += 1
            hasRoot = true
            if let namespace = element.namespace, namespace != outer?.namespace {
                try write(attribute: "xmlns", namespace)
            }
        }
    }

    private func write(attribute name: String, _ value: String) throws(XMLError) {
        try check(xmlTextWriterWriteAttribute(writer, name, XMLText.legal(value)))
    }

    private func check(_ result: Int32) throws(XMLError) {
        if let failure = sink.failure { throw failure }
        guard result >= 0 else {
            throw XMLError(.unavailable, "libxml2 could not write", file: sink.path)
        }
    }
}
