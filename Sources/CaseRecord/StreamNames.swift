import Crypto
package import Values

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

/// Streams and units that are not a case's own: found by name, so that no table has to hold them.
enum StreamNames {
    /// Who looked at a case; outlives what the case's own stream loses.
    static func access(of caseID: Identifier) -> Identifier {
        Identifier(version5: "access", in: caseID)
    }

    /// Looks that concern no single case.
    static func access(ofRecord record: Identifier) -> Identifier {
        Identifier(version5: "access", in: record)
    }

    static func serviceUnit(_ record: Identifier) -> Identifier {
        Identifier(version5: "service", in: record)
    }

    static func accessUnit(_ record: Identifier, at instant: Instant) -> Identifier {
        Identifier(version5: "access/\(LondonTime.civil(of: instant).date.year)", in: record)
    }
}
