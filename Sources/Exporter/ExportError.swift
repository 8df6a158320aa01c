/// Why a document did not leave the house.
package struct ExportError: Error, Hashable, Sendable {
    package let code: Code
    /// A sentence without a full stop. Never case content.
    package let message: String
    package let path: String
    /// Of the entry that is the cause, where it can be told.
    package let position: Int64?

    package init(_ code: Code, _ message: String, path: String, position: Int64? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.position = position
    }

    package enum Code: String, CaseIterable, Sendable {
        /// There is a file of that name, and nobody said to replace it.
        case exists
        /// The folder or the disk.
        case unavailable
        /// What was written is not what the schema allows, or has something empty in it.
        case invalid
        /// A profile or the disclosure policy cannot be used as it is.
        case profile
    }
}

extension ExportError: CustomStringConvertible {
    package var description: String {
        position.map { "\(message); it comes from entry \($0)" } ?? message
    }
}
