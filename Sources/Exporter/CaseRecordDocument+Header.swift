import CaseModel
import Values
import XMLKit

extension CaseRecordDocument.Header {
    /// - Parameter ofCase: a case's own document says whose copy it is and as of when; that of the
    ///   looks at it does not.
    func write(to xml: XMLWriter, ofCase: Bool) throws(XMLError) {
        try xml.start("header")
        try xml.start("document")
        try xml.attribute("id", documentID.description)
        try xml.end()
        if let replaced = replaces {
            try xml.start("replaces")
            try xml.attribute("document", replaced.document.description)
            try xml.attribute("sha256", replaced.sha256)
            try xml.end()
        }
        try xml.start("record")
        try xml.attribute("id", recordID.description)
        try xml.attribute("name", recordName)
        try xml.attribute("nation", nation)
        try xml.end()
        if let organization {
            try xml.start("organization")
            try xml.attribute("name", organization.name)
            try xml.attribute("ods", organization.ods)
            try xml.end()
        }
        try xml.start("case")
        try xml.attribute("id", caseID.description)
        try xml.attribute("reference", caseReference)
        try xml.end()
        if ofCase, let about {
            try xml.start("about")
            try xml.attribute("person", about)
            try xml.end()
        }
        if ofCase, let of {
            try xml.start("of")
            try xml.attribute("thing", of.thing.rawValue)
            try xml.attribute("label", of.label)
            try xml.end()
        }
        if ofCase { try xml.element("asOf", asOf?.description) }
        try xml.element("knownAt", knownAt?.description)
        try xml.element("from", from?.description)
        try xml.element("until", until?.description)
        try xml.element("madeAt", madeAt?.description)
        try xml.start("log")
        try xml.attribute("throughPosition", throughPosition)
        try xml.attribute("treeSize", treeSize)
        try xml.attribute("root", root)
        try xml.end()
        try xml.element("audience", audience)
        if let policy {
            try xml.start("policy")
            try xml.attribute("name", policy.name)
            try xml.attribute("version", policy.version)
            try xml.end()
        }
        try xml.element("exportedBy", exportedBy)
        try xml.element("recipient", recipient)
        try xml.element("purpose", purpose)
        try xml.element("basis", basis)
        if ofCase, !withheld.isEmpty { try writeWithheld(to: xml) }
        try xml.end()
    }

    private func writeWithheld(to xml: XMLWriter) throws(XMLError) {
        try xml.start("withheld")
        for ground in withheld {
            try xml.start("ground")
            try xml.attribute("rule", ground.rule)
            try xml.attribute("count", ground.count)
            try xml.text(ground.reason)
            try xml.end()
        }
        try xml.end()
    }
}

/// The members of staff whom a document names.
enum StaffSection {
    static func write(
        _ staff: [String: CaseRecordDocument.StaffMember],
        named: Set<String>,
        to xml: XMLWriter
    ) throws(XMLError) {
        let members = named.sorted().compactMap { id in staff[id].map { (id, $0) } }
        guard !members.isEmpty else { return }
        try xml.start("staff")
        for (id, member) in members {
            try xml.start("member")
            try xml.attribute("id", id)
            try xml.element("name", member.name)
            try xml.element("post", member.post)
            try xml.element("registration", member.registration)
            for role in member.roles { try xml.element("role", role) }
            try xml.end()
        }
        try xml.end()
    }
}
