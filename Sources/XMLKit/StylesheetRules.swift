import CLibXML2

/// What the text of a stylesheet may hold, so that it cannot reach out and makes the same of the
/// same. Read off before it is compiled: what is not listed is refused.
enum StylesheetRules {
    static let xslt = "http://www.w3.org/1999/XSL/Transform"
    /// The namespace of `node-set`, the one extension that is pure and has no other way.
    static let common = "http://exslt.org/common"

    static let elements: Set<String> = [
        "apply-imports", "apply-templates", "attribute", "attribute-set", "call-template",
        "choose", "copy", "copy-of", "decimal-format", "element", "for-each", "if", "import",
        "include", "key", "namespace-alias", "number", "otherwise", "output", "param",
        "preserve-space", "sort", "strip-space", "stylesheet", "template", "text", "transform",
        "value-of", "variable", "when", "with-param",
    ]

    /// They read, or they differ from one run or one machine to the next.
    static let forbiddenFunctions = [
        "document", "generate-id", "system-property", "unparsed-entity-uri",
    ]

    static func check(_ tree: XMLTree, path: String?) throws(XMLError) {
        guard let root = xmlDocGetRootElement(tree.document) else {
            throw XMLError(.stylesheet, "the stylesheet is empty", file: path)
        }
        try check(root, path)
    }

    private static func check(_ node: xmlNodePtr, _ path: String?) throws(XMLError) {
        func refuse(_ rule: String) -> XMLError {
            XMLError(.stylesheet, rule, file: path, line: Int(xmlGetLineNo(node)))
        }
        let name = text(node.pointee.name)
        let isInstruction = node.pointee.ns?.pointee.href.map { text($0) } == xslt
        if isInstruction, !elements.contains(name) {
            throw refuse("a stylesheet here has no 'xsl:\(name)'")
        }
        var attribute = node.pointee.properties
        while let current = attribute {
            let key = text(current.pointee.name)
            let value = current.pointee.children.map { text($0.pointee.content) } ?? ""
            if key == "extension-element-prefixes" {
                throw refuse("a stylesheet here has no extension elements")
            }
            if isInstruction, name == "sort", key == "lang" {
                throw refuse("sorting by a language differs from machine to machine")
            }
            if let function = forbidden(in: value) {
                throw refuse("a stylesheet here has no '\(function)()'")
            }
            attribute = current.pointee.next
        }
        var child = node.pointee.children
        while let current = child {
            if current.pointee.type == XML_ELEMENT_NODE { try check(current, path) }
            child = current.pointee.next
        }
    }

    /// A forbidden function that is called in an expression, whatever space stands before its
    /// bracket. A text in quotes can look like a call too; then its author finds other words.
    private static func forbidden(in expression: String) -> String? {
        forbiddenFunctions.first { function in
            var rest = expression[...]
            while let found = rest.range(of: function) {
                let before = rest[..<found.lowerBound].last
                let after = rest[found.upperBound...].drop(while: \.isWhitespace)
                let isWord = before.map { $0.isLetter || $0.isNumber || "-_.@".contains($0) }
                if after.first == "(", isWord != true { return true }
                rest = rest[found.upperBound...]
            }
            return false
        }
    }

    private static func text(_ text: UnsafePointer<xmlChar>?) -> String {
        text.map { String(cString: $0) } ?? ""
    }
}

extension Substring {
    /// Foundation's, without Foundation.
    fileprivate func range(of word: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(word) {
                return start..<index(start, offsetBy: word.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
