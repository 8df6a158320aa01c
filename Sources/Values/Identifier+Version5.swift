import Crypto

extension Identifier {
    /// A version 5 UUID (RFC 9562 §5.5): the same name in the same namespace, always.
    package init(version5 name: String, in namespace: Identifier) {
        let digest = Array(Insecure.SHA1.hash(data: namespace.bytes + Array(name.utf8)))
        func word(_ range: Range<Int>) -> UInt64 {
            digest[range].reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(
            high: word(0..<8) & 0xffff_ffff_ffff_0fff | 0x5000,
            low: word(8..<16) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        )
    }
}
