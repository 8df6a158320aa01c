import CLibXML2

/// A document read whole and strictly, as values.
///
/// For samples, small imports and tests. No document type, so no entity but XML's five; no file, no
/// network; UTF-8; at most 256 levels and a size that the caller gives. Whatever the bytes, it is
/// either a document or an `XMLError` that says where.
package struct XMLDocument: Sendable, Hashable {
    package let root: XMLElement

    /// Larger than any document that is read whole.
    package static let largest = 32 << 20

    package init(file path: String, limit: Int = largest) throws(XMLError) {
        root = try XMLTree(ParserInput(file: path, limit: limit)).root()
    }

    package init(_ bytes: [UInt8], limit: Int = largest) throws(XMLError) {
        root = try XMLTree(ParserInput(bytes, limit: limit)).root()
    }

    /// The file in its canonical form (Canonical XML 1.0, without comments): two documents say the
    /// same when these bytes are the same.
    package static func canonical(
        file path: String,
        limit: Int = largest
    ) throws(XMLError) -> [UInt8] {
        try XMLTree(ParserInput(file: path, limit: limit)).canonical()
    }

    /// The same of a document in memory.
    package static func canonical(
        _ bytes: [UInt8],
        limit: Int = largest
    ) throws(XMLError) -> [UInt8] {
        try XMLTree(ParserInput(bytes, limit: limit)).canonical()
    }
}

/// An element: its names, its attributes, the elements in it and its own text.
package struct XMLElement: Sendable, Hashable {
    package let name: String
    package let namespace: String?
    package let attributes: [Attribute]
    package let children: [XMLElement]
    /// Its own text, that of its children left out, with all white space.
    package let text: String
    package let line: Int

    package struct Attribute: Sendable, Hashable {
        package let name: String
        package let namespace: String?
        package let value: String
    }

    /// The value of the attribute without a namespace.
    package subscript(attribute: String) -> String? {
        attributes.first { $0.name == attribute && $0.namespace == nil }?.value
    }

    package func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    package func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }
}
