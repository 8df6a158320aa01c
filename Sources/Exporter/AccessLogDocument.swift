package import CaseModel
import Values
package import XMLKit

/// Who looked at a case, as it leaves the record: the canonical document of the access profiles.
package struct AccessLogDocument: Sendable {
    package static let namespace = "urn:vigil:access-log:1"

    let header: CaseRecordDocument.Header
    /// Looks at the case in the order of the log: its access stream's, and those across cases.
    let entries: [Entry]
    let staff: [String: CaseRecordDocument.StaffMember]
    /// Whether it says which positions were shown, and why: a reason is free text.
    let showsPositions: Bool

    package init(
        header: CaseRecordDocument.Header,
        entries: [Entry],
        staff: [String: CaseRecordDocument.StaffMember],
        showsPositions: Bool
    ) {
        self.header = header
        self.entries = entries
        self.staff = staff
        self.showsPositions = showsPositions
    }

    package func bytes() throws(XMLError) -> [UInt8] {
        let xml = try XMLWriter()
        try xml.start("accessLog", namespace: AccessLogDocument.namespace)
        try xml.attribute("version", "1")
        try header.write(to: xml, ofCase: false)
        try StaffSection.write(
            staff,
            named: Set(entries.map { looker($0) } + [header.exportedBy]),
            to: xml
        )
        let looks = entries.filter { kind(of: $0) != nil }
        let numbers = Dictionary(zip(looks.map(\.id), 1...)) { first, _ in first }
        try xml.start("looks")
        try xml.attribute("count", looks.count)
        for (index, entry) in looks.enumerated() { try write(entry, index + 1, numbers, xml) }
        try xml.end()
        try xml.end()
        return try xml.finish()
    }

    private func write(
        _ entry: Entry,
        _ number: Int,
        _ numbers: [Identifier: Int],
        _ xml: XMLWriter
    ) throws(XMLError) {
        guard let kind = kind(of: entry) else { return }
        try xml.start("look")
        try xml.attribute("number", number)
        try xml.attribute("id", entry.id.description)
        try xml.attribute("kind", kind)
        try xml.attribute("at", entry.recordedAt.description)
        try xml.attribute("by", looker(entry))
        guard entry.type != nil, let data = entry.payload?.data else { return try xml.end() }
        for name in ["purpose", "view", "role", "asOf", "knownAt", "until"] {
            try xml.element(name, data[name]?.string)
        }
        // The positions of a look across cases are those of every case.
        if showsPositions, data["cases"] == nil, let positions = data["positions"]?.strings,
            !positions.isEmpty
        {
            try xml.element("positions", positions.joined(separator: ", "))
        }
        for name in showsPositions ? ["rule", "reason", "outcome"] : ["rule", "outcome"] {
            try xml.element(name, data[name]?.string)
        }
        if let alert = data["alert"]?.string.flatMap({ Identifier($0) }) {
            try xml.start("alert")
            try xml.attribute("event", alert.description)
            if let look = numbers[alert] { try xml.attribute("look", look) }
            try xml.end()
        }
        try xml.end()
    }

    private func kind(of entry: Entry) -> String? {
        switch entry.type {
        case .recordViewed: "viewed"
        case .recordSearched: "searched"
        case .accessRefused: "refused"
        case .emergencyAccessUsed: "emergency"
        case .accessAlertReviewed: "alert-reviewed"
        case nil: "not-readable"
        default: nil
        }
    }

    private func looker(_ entry: Entry) -> String {
        let data = entry.payload?.data
        return data?["staff"]?.string ?? data?["reviewedBy"]?.string ?? entry.by
    }
}
