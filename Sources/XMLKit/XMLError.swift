/// Why XML was not written, read or accepted: what is wrong and, where it is known, on which line.
///
/// The sentence names elements, attributes and rules. It never holds a text or an attribute's
/// value, because those can be what a family said.
package struct XMLError: Error, Hashable, Sendable {
    package let code: Code
    /// A sentence without a full stop.
    package let message: String
    package let file: String?
    /// 1-based.
    package let line: Int?
    /// 1-based; where the parser stood, which is just behind what is wrong.
    package let column: Int?

    package init(
        _ code: Code,
        _ message: String,
        file: String? = nil,
        line: Int? = nil,
        column: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line.flatMap { $0 > 0 ? $0 : nil }
        self.column = column.flatMap { $0 > 0 ? $0 : nil }
    }

    package enum Code: String, CaseIterable, Sendable {
        /// The file or the disk: nothing is known of the document.
        case unavailable
        /// A writer was told to write what is not XML.
        case misuse
        /// Not well-formed XML 1.0 with namespaces.
        case malformed
        /// It has a document type declaration, the door to entities, files and the network.
        case doctype
        /// It is not in UTF-8.
        case encoding
        case tooLarge = "too-large"
        case tooDeep = "too-deep"
        /// One element has more attributes than any honest document.
        case tooManyAttributes = "too-many-attributes"
        /// Well-formed, but not what the schema allows.
        case invalid
        /// An element with neither attributes nor content, or an attribute without a value.
        case empty
        /// The schema itself cannot be used.
        case schema
        /// A stylesheet that asks for what it may not have, or that does not run.
        case stylesheet
    }
}

extension XMLError: CustomStringConvertible {
    package var description: String {
        var text = message
        if let line { text += " at line \(line)" }
        if let column { text += ", column \(column)" }
        if let file { text += " of '\(file)'" }
        return text
    }
}
