import CLibXML2

/// A compiled XML Schema: compiled once, then asked of as many documents as there are.
///
/// It may include schemas of its own folder and below, and nothing else: no network, no other file.
/// `@unchecked Sendable` because a compiled schema is only read; what changes while a document is
/// checked belongs to that check.
package final class XMLSchema: @unchecked Sendable {
    private let schema: xmlSchemaPtr

    package init(file path: String) throws(XMLError) {
        LibXML.prepare()
        guard let fence = SchemaFence(around: path) else {
            throw XMLError(.unavailable, fileError("the schema cannot be opened"), file: path)
        }
        let complaints = Complaints(file: path)
        let compiled = SchemaFence.$current.withValue(fence) { () -> xmlSchemaPtr? in
            guard let context = xmlSchemaNewParserCtxt(path) else { return nil }
            defer { xmlSchemaFreeParserCtxt(context) }
            xmlSchemaSetParserStructuredErrors(
                context,
                { complaints, error in
                    guard let complaints, let error else { return }
                    Unmanaged<Complaints>.fromOpaque(complaints).takeUnretainedValue()
                        .note(error.pointee)
                },
                Unmanaged.passUnretained(complaints).toOpaque()
            )
            return xmlSchemaParse(context)
        }
        // An import that is not found is only a warning to libxml2, and then half the rules are
        // gone.
        if let refused = fence.refused.first {
            if let compiled { xmlSchemaFree(compiled) }
            throw XMLError(
                .schema,
                "the schema asks for '\(refused.prefix(200))', which is not a file of its folder",
                file: path
            )
        }
        guard let compiled else {
            throw complaints.first ?? XMLError(.schema, "the schema cannot be used", file: path)
        }
        schema = compiled
    }

    deinit { xmlSchemaFree(schema) }

    /// What is wrong with a file, in its order; nothing when it is valid. It is read as a stream,
    /// so memory does not grow with it. What is not XML at all is the last fault.
    ///
    /// - Parameter refusesEmpty: also refuse elements with neither attributes nor content, and
    ///   attributes without a value, which a schema lets pass.
    package func validate(
        file path: String,
        refusesEmpty: Bool = false,
        limit: Int = .max
    ) throws(XMLError) -> [XMLError] {
        try validate(ParserInput(file: path, limit: limit), refusesEmpty)
    }

    /// The same of a document in memory.
    package func validate(
        _ bytes: [UInt8],
        refusesEmpty: Bool = false
    ) throws(XMLError) -> [XMLError] {
        try validate(ParserInput(bytes, limit: .max), refusesEmpty)
    }

    private func validate(
        _ input: ParserInput,
        _ refusesEmpty: Bool
    ) throws(XMLError) -> [XMLError] {
        guard let validator = xmlSchemaNewValidCtxt(schema) else {
            throw XMLError(.unavailable, "there is no memory for a validator")
        }
        defer { xmlSchemaFreeValidCtxt(validator) }
        let parser = try StrictParser(input)
        do {
            try parser.validate(with: validator, refusesEmpty: refusesEmpty)
        } catch {
            guard error.code != .unavailable else { throw error }
            return parser.faults + [error]
        }
        return parser.faults
    }
}

/// What a schema's compiler says. Schemas hold no case content, so it is kept as it is.
private final class Complaints {
    private let file: String
    private(set) var first: XMLError?

    init(file: String) { self.file = file }

    func note(_ error: xmlError) {
        guard first == nil, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        first = XMLError(
            .schema,
            LibXML.line(error.message),
            file: error.file.map { String(cString: $0) } ?? file,
            line: Int(error.line),
            column: Int(error.int2)
        )
    }
}
