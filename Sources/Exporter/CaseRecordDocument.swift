package import CaseModel
package import Values
package import XMLKit

/// A case as it leaves the record: values only, decided before by whoever knows rights and storage.
///
/// It is the one document that Swift writes; every other XML format is made of it. It holds no time
/// of export, so the same case, position, policy and purpose give the same bytes.
package struct CaseRecordDocument: Sendable {
    package static let namespace = "urn:vigil:case-record:1"

    package let header: Header
    /// In the order of the timeline, without what a policy withholds.
    package let lines: [Timeline.Line]
    /// The codebooks in force, for the meaning of codes.
    package let codebooks: Codebooks
    /// Members of staff by pseudonym; only those that the document mentions are written.
    package let staff: [String: StaffMember]
    /// Whether entries say their position in the log, which lets a reader see gaps.
    package let showsPositions: Bool
    /// Whether amended entries keep what was written first.
    package let showsFirst: Bool

    package init(
        header: Header,
        lines: [Timeline.Line],
        codebooks: Codebooks,
        staff: [String: StaffMember] = [:],
        showsPositions: Bool = true,
        showsFirst: Bool = true
    ) {
        self.header = header
        self.lines = lines
        self.codebooks = codebooks
        self.staff = staff
        self.showsPositions = showsPositions
        self.showsFirst = showsFirst
    }

    /// Somebody who works in the service, as other services know them.
    package struct StaffMember: Sendable {
        package let name: String
        package let post: String?
        /// With a professional body, as it was entered.
        package let registration: String?
        package let roles: [String]

        package init(name: String, post: String?, registration: String?, roles: [String]) {
            self.name = name
            self.post = post
            self.registration = registration
            self.roles = roles
        }
    }

    /// What the document is of, as far as which position, and for whom.
    package struct Header: Sendable {
        package var recordID: Identifier
        package var recordName: String
        package var nation: String?
        package var caseID: Identifier
        package var caseReference: String
        /// The service as others know it, and its code of the Organisation Data Service.
        package var organization: (name: String, ods: String?)?
        /// Label of the person whose record the copy is for.
        package var about: String?
        /// The film or review that the copy is of, when it is of one.
        package var of: (thing: Thing, label: String)?
        /// The document that this one replaces, and its digest.
        package var replaces: (document: Identifier, sha256: String)?
        /// Only what happened from then, and until then; nil for all.
        package var from: Instant?
        package var until: Instant?
        /// When consent was asked for the state; nil for `asOf`, or the time of the last entry.
        package var moment: Instant?
        /// When the case's last entry was recorded: the document's only time, for the time of export
        /// would make other bytes of the same case.
        package var madeAt: Instant?
        package var audience: String?
        package var policy: (name: String, version: Int)?
        /// Only what had happened by then; nil for all.
        package var asOf: Instant?
        /// Only what had been recorded by then; nil for all.
        package var knownAt: Instant?
        /// The last position of the log that was looked at.
        package var throughPosition: Int64
        /// The log's tree hash at `treeSize`, in base64.
        package var root: String
        package var treeSize: UInt64
        /// Pseudonym of the member of staff who exports.
        package var exportedBy: String
        package var recipient: String?
        package var purpose: String?
        /// The lawful basis.
        package var basis: String?
        /// Why something was withheld, when the policy lets the copy say so.
        package var withheld: [Disclosure.Ground] = []

        package init(
            recordID: Identifier,
            recordName: String,
            caseID: Identifier,
            caseReference: String,
            asOf: Instant? = nil,
            knownAt: Instant? = nil,
            throughPosition: Int64,
            root: String,
            treeSize: UInt64,
            exportedBy: String,
            recipient: String? = nil,
            purpose: String? = nil,
            basis: String? = nil
        ) {
            self.recordID = recordID
            self.recordName = recordName
            self.caseID = caseID
            self.caseReference = caseReference
            self.asOf = asOf
            self.knownAt = knownAt
            self.throughPosition = throughPosition
            self.root = root
            self.treeSize = treeSize
            self.exportedBy = exportedBy
            self.recipient = recipient
            self.purpose = purpose
            self.basis = basis
        }

        /// The same question has the same document: version 5, in the case's id.
        package var documentID: Identifier {
            var parts = [
                "document", audience ?? "", policy.map { "\($0.name)/\($0.version)" } ?? "",
                purpose ?? "", basis ?? "", recipient ?? "", about ?? "",
                of.map { "\($0.thing.rawValue)/\($0.label)" } ?? "", String(throughPosition), root,
            ]
            for time in [asOf, knownAt, from, until] { parts.append(time?.description ?? "") }
            return Identifier(version5: parts.joined(separator: "\n"), in: caseID)
        }
    }
}

extension CaseRecordDocument {
    /// Writes the document to a new file (0600) and makes it durable. Nothing checks it:
    /// `CaseRecordExport` is the way out of the house.
    package func write(to path: String) throws(XMLError) {
        try write(XMLWriter(creating: path))
    }

    /// The document in memory.
    package func bytes() throws(XMLError) -> [UInt8] { try write(XMLWriter()) }

    @discardableResult
    private func write(_ xml: XMLWriter) throws(XMLError) -> [UInt8] {
        var writer = CaseRecordWriter(self, xml)
        try writer.write()
        return try xml.finish()
    }
}
