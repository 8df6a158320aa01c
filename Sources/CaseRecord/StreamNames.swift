import Values

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

    /// Streams of no case.
    static func service(of record: Identifier) -> [Identifier] {
        [record, governance(of: record), access(ofRecord: record)]
    }

    /// What the service decided about keeping, erasing, keys and copies.
    static func governance(of record: Identifier) -> Identifier {
        Identifier(version5: "governance", in: record)
    }

    static func governanceUnit(_ record: Identifier) -> Identifier {
        Identifier(version5: "governance unit", in: record)
    }

    static func accessUnit(_ record: Identifier, at instant: Instant) -> Identifier {
        Identifier(version5: "access/\(LondonTime.civil(of: instant).date.year)", in: record)
    }
}
