import CLibXML2

/// What a validator's error may say.
///
/// libxml2 quotes the value that is wrong, and a value can be what a family said. So only the name
/// of the element and the rule are kept, and libxml2's words only where they hold names alone.
enum SchemaFault {
    static func sentence(for error: xmlError) -> String {
        let text = LibXML.line(error.message)
        // `Element '{namespace}name', attribute 'name': [facet 'x'] …`: names hold no quote and no
        // colon followed by a space.
        let colon = text.firstRange(of: ": ")
        let place = colon.map { String(text[..<$0.lowerBound]) } ?? "the document"
        let rest = colon.map { text[$0.upperBound...] } ?? text[...]
        return withoutNamespaces(place) + ": " + withoutNamespaces(rule(error, rest))
    }

    private static func rule(_ error: xmlError, _ rest: Substring) -> String {
        if namesOnly.contains(error.code) { return String(rest) }
        if rest.hasPrefix("[facet '"), let end = rest.dropFirst(8).firstIndex(of: "'") {
            return "the value does not meet '\(rest.dropFirst(8)[..<end])'"
        }
        switch UInt32(bitPattern: error.code) {
        case XML_SCHEMAV_CVC_IDC.rawValue:
            return "a key is there twice, or a reference leads nowhere"
        default: return "the value is not one of its type (rule \(error.code))"
        }
    }

    /// Errors whose sentences name elements and attributes and quote no value.
    private static let namesOnly: Set<Int32> = Set(
        [
            XML_SCHEMAV_ELEMENT_CONTENT, XML_SCHEMAV_CVC_ELT_1, XML_SCHEMAV_CVC_ELT_2,
            XML_SCHEMAV_CVC_ELT_3_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1,
            XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2, XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3,
            XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2,
            XML_SCHEMAV_CVC_COMPLEX_TYPE_4, XML_SCHEMAV_CVC_TYPE_3_1_1,
            XML_SCHEMAV_CVC_TYPE_3_1_2,
        ].map { Int32(bitPattern: $0.rawValue) }
    )

    /// `{urn:…}name` as `name`: the namespace is the schema's own and makes a sentence unreadable.
    private static func withoutNamespaces(_ text: String) -> String {
        var result = ""
        var depth = 0
        for character in text {
            if character == "{" { depth += 1 }
            if depth == 0 { result.append(character) }
            if character == "}" { depth = max(0, depth - 1) }
        }
        return result
    }
}
