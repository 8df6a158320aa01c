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
        root = try Tree(ParserInput(file: path, limit: limit)).root()
    }

    package init(_ bytes: [UInt8], limit: Int = largest) throws(XMLError) {
        root = try Tree(ParserInput(bytes, limit: limit)).root()
    }

    /// The file in its canonical form (Canonical XML 1.0, without comments): two documents say the
    /// same when these bytes are the same.
    package static func canonical(
        file path: String,
        limit: Int = largest
    ) throws(XMLError) -> [UInt8] {
        try Tree(ParserInput(file: path, limit: limit)).canonical()
    }

    /// The same of a document in memory.
    package static func canonical(
        _ bytes: [UInt8],
        limit: Int = largest
    ) throws(XMLError) -> [UInt8] {
        try Tree(ParserInput(bytes, limit: limit)).canonical()
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

/// libxml2's tree, freed when nobody holds it.
private final class Tree {
    private let document: xmlDocPtr
    private let path: String?

    init(_ input: ParserInput) throws(XMLError) {
        path = input.path
        document = try StrictParser(input).tree()
    }

    deinit { xmlFreeDoc(document) }

    func root() throws(XMLError) -> XMLElement {
        guard let node = xmlDocGetRootElement(document) else {
            throw XMLError(.malformed, "the document has no element", file: path)
        }
        return Tree.element(node)
    }

    func canonical() throws(XMLError) -> [UInt8] {
        var text: UnsafeMutablePointer<xmlChar>?
        let mode = Int32(bitPattern: XML_C14N_1_0.rawValue)
        let count = xmlC14NDocDumpMemory(document, nil, mode, nil, 0, &text)
        defer { vigil_xml_free(text) }
        guard count >= 0, let text else {
            throw XMLError(.malformed, "the document has no canonical form", file: path)
        }
        return Array(UnsafeBufferPointer(start: text, count: Int(count)))
    }

    /// Recursion is as deep as the document, and the parser ended that at 256.
    private static func element(_ node: xmlNodePtr) -> XMLElement {
        var children: [XMLElement] = []
        var text = ""
        var child = node.pointee.children
        while let current = child {
            switch current.pointee.type {
            case XML_ELEMENT_NODE: children.append(element(current))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: text += string(current.pointee.content)
            default: break
            }
            child = current.pointee.next
        }
        var attributes: [XMLElement.Attribute] = []
        var attribute = node.pointee.properties
        while let current = attribute {
            let value = current.pointee.children.map { string($0.pointee.content) }
            attributes.append(
                XMLElement.Attribute(
                    name: string(current.pointee.name),
                    namespace: current.pointee.ns?.pointee.href.map { string($0) },
                    value: value ?? ""
                )
            )
            attribute = current.pointee.next
        }
        return XMLElement(
            name: string(node.pointee.name),
            namespace: node.pointee.ns?.pointee.href.map { string($0) },
            attributes: attributes,
            children: children,
            text: text,
            line: Int(xmlGetLineNo(node))
        )
    }

    private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
        text.map { String(cString: $0) } ?? ""
    }
}
