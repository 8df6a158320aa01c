import Values

/// A text with signatures, as c2sp.org/signed-note v1.0.0 writes it:
///
///     <text, ends in a newline>
///     <empty line>
///     — <key name> <base64 of key id (4 bytes) || signature>     one line or more
///
/// What is signed is the text with its last newline, without the empty line.
package struct SignedNote: Hashable, Sendable {
    package let text: String
    package let signatures: [Signature]

    package struct Signature: Hashable, Sendable {
        package let name: String
        package let keyID: UInt32
        package let bytes: [UInt8]

        package init(name: String, keyID: UInt32, bytes: [UInt8]) {
            self.name = name
            self.keyID = keyID
            self.bytes = bytes
        }

        /// As it stands in a note, with its newline.
        package var line: String {
            let id = stride(from: 24, through: 0, by: -8).map {
                UInt8(truncatingIfNeeded: keyID >> UInt32($0))
            }
            return "\u{2014} \(name) \(Base64.encode(id + bytes))\n"
        }
    }

    package enum Failure: Error, Hashable, Sendable {
        /// The note is not written as the format says.
        case malformed
        /// A signature by a known key does not fit: the whole note is refused.
        case wrongSignature(name: String)
        /// No signature by a known key, or not by the one that was due.
        case unsigned
        /// Signed by a key that signs nothing above that size.
        case retired(at: UInt64)
    }

    package init(text: String, signatures: [Signature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note without checking any signature.
    package init(parsing note: String) throws(Failure) {
        guard note.utf8.count <= 1_000_000,
            note.unicodeScalars.allSatisfy({ $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7f })
        else { throw .malformed }
        // The text may hold empty lines: the last one divides.
        let bytes = Array(note.utf8)
        guard
            let gap = bytes.indices.dropLast().last(where: {
                bytes[$0] == 10 && bytes[$0 + 1] == 10
            }), bytes.last == 10, gap + 2 < bytes.count
        else { throw .malformed }
        text = String(decoding: bytes[...gap], as: UTF8.self)
        var signatures: [Signature] = []
        let lines = String(decoding: bytes[(gap + 2)..<(bytes.count - 1)], as: UTF8.self)
        for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "\u{2014}", VerificationKey.isName(parts[1]),
                let payload = Base64.decode(parts[2]), payload.count > 4
            else { throw .malformed }
            signatures.append(
                Signature(
                    name: String(parts[1]),
                    keyID: payload[..<4].reduce(0) { $0 << 8 | UInt32($1) },
                    bytes: Array(payload[4...])
                )
            )
        }
        guard (1...100).contains(signatures.count) else { throw .malformed }
        self.signatures = signatures
    }

    /// The keys among `keys` that signed. Signatures by other keys are passed over, which is what
    /// lets keys rotate and witnesses join.
    package func verified(by keys: [VerificationKey]) throws(Failure) -> [VerificationKey] {
        var signers: [VerificationKey] = []
        for signature in signatures {
            guard
                let key = keys.first(where: {
                    $0.name == signature.name && $0.id == signature.keyID
                }), !signers.contains(key)
            else { continue }
            guard key.accepts(signature.bytes, over: text) else {
                throw .wrongSignature(name: key.name)
            }
            signers.append(key)
        }
        guard !signers.isEmpty else { throw .unsigned }
        return signers
    }

    package var written: String { text + "\n" + signatures.map(\.line).joined() }
}
