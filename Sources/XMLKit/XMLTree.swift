import CLibXML2

/// A document as libxml2 holds it, read strictly, freed when nobody holds it: what a stylesheet
/// takes and makes.
package final class XMLTree {
    let document: xmlDocPtr
    private let path: String?

    init(_ input: ParserInput) throws(XMLError) {
        path = input.path
        document = try StrictParser(input).tree()
    }

    package convenience init(
        file path: String,
        limit: Int = XMLDocument.largest
    ) throws(XMLError) {
        try self.init(ParserInput(file: path, limit: limit))
    }

    package convenience init(_ bytes: [UInt8], limit: Int = .max) throws(XMLError) {
        try self.init(ParserInput(bytes, limit: limit))
    }

    /// Takes over a tree that a stylesheet made.
    init(owning document: xmlDocPtr) {
        self.document = document
        path = nil
    }

    deinit { xmlFreeDoc(document) }

    /// The document as values.
    package func root() throws(XMLError) -> XMLElement {
        guard let node = xmlDocGetRootElement(document) else {
            throw XMLError(.malformed, "the document has no element", file: path)
        }
        return XMLTree.element(node)
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
