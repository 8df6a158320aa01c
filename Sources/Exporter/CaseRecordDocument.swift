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

    package init(header: Header, lines: [Timeline.Line], codebooks: Codebooks) {
        self.header = header
        self.lines = lines
        self.codebooks = codebooks
    }

    /// What the document is of, as far as which position, and for whom.
    package struct Header: Sendable {
        package var recordID: Identifier
        package var recordName: String
        package var caseID: Identifier
        package var caseReference: String
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
