package import Values

/// One row of the window that `apply.sql` sees as table `event`: an event as it stands at the window's
/// end, with its texts packed in one piece of memory that SQLite reads where it lies. Passed by
/// reference, since several projections are given the same rows.
///
/// Unchecked because the compiler cannot see that nobody writes to `row` once it is made.
package final class ProjectionEvent: @unchecked Sendable, Equatable {
    /// Nil for an event of no case.
    package let caseID: Identifier?
    let row: PackedRow

    init(_ caseID: Identifier?, _ row: PackedRow) {
        self.caseID = caseID
        self.row = row
    }

    deinit { row.free() }

    package convenience init(
        position: Int64,
        id: String,
        caseID: Identifier?,
        caseReference: String? = nil,
        kind: String = "entry",
        n: Int64,
        unit: String,
        type: String?,
        schema: Int64? = nil,
        data: String?,
        standing: String = "current",
        first: String? = nil,
        correctedBy: String? = nil,
        recordedAt: String,
        by: String,
        role: String? = nil,
        onBehalfOf: String? = nil,
        occurredFrom: String?,
        occurredTo: String,
        precision: String,
        subjects: String? = nil,
        thirdParties: String? = nil,
        source: String? = nil,
        confidentiality: String? = nil,
        correlation: String? = nil,
        cause: String? = nil,
        lateReason: String? = nil
    ) {
        var writer = EventWriter()
        writer.write(.position, position)
        writer.write(.id, id)
        writer.write(.caseID, caseID?.description)
        writer.write(.caseReference, caseReference)
        writer.write(.kind, kind)
        writer.write(.n, n)
        writer.write(.unit, unit)
        writer.write(.type, type)
        writer.write(.schema, schema)
        writer.write(.data, data)
        writer.write(.standing, standing)
        writer.write(.first, first)
        writer.write(.correctedBy, correctedBy)
        writer.write(.recordedAt, recordedAt)
        writer.write(.by, by)
        writer.write(.role, role)
        writer.write(.onBehalfOf, onBehalfOf)
        writer.write(.occurredFrom, occurredFrom)
        writer.write(.occurredTo, occurredTo)
        writer.write(.precision, precision)
        writer.write(.subjects, subjects)
        writer.write(.thirdParties, thirdParties)
        writer.write(.source, source)
        writer.write(.confidentiality, confidentiality)
        writer.write(.correlation, correlation)
        writer.write(.cause, cause)
        writer.write(.lateReason, lateReason)
        self.init(caseID, writer.row())
    }

    package var position: Int64 { row.integer(.position) }
    package var id: String { row.text(.id) ?? "" }
    package var caseReference: String? { row.text(.caseReference) }
    package var kind: String { row.text(.kind) ?? "" }
    package var n: Int64 { row.integer(.n) }
    package var unit: String { row.text(.unit) ?? "" }
    /// Nil unless the event is current or amended; so are `schema` and `data`.
    package var type: String? { row.text(.type) }
    package var schema: Int64? { row.isNull(.schema) ? nil : row.integer(.schema) }
    package var data: String? { row.text(.data) }
    /// current, amended, in-error, erased, withheld, not-understood or locked.
    package var standing: String { row.text(.standing) ?? "" }
    /// What was first written, of an event that was amended or is in error.
    package var first: String? { row.text(.first) }
    package var correctedBy: String? { row.text(.correctedBy) }
    package var recordedAt: String { row.text(.recordedAt) ?? "" }
    package var by: String { row.text(.by) ?? "" }
    package var role: String? { row.text(.role) }
    package var onBehalfOf: String? { row.text(.onBehalfOf) }
    package var occurredFrom: String? { row.text(.occurredFrom) }
    package var occurredTo: String { row.text(.occurredTo) ?? "" }
    package var precision: String { row.text(.precision) ?? "" }
    package var subjects: String? { row.text(.subjects) }
    package var thirdParties: String? { row.text(.thirdParties) }
    package var source: String? { row.text(.source) }
    package var confidentiality: String? { row.text(.confidentiality) }
    package var correlation: String? { row.text(.correlation) }
    package var cause: String? { row.text(.cause) }
    package var lateReason: String? { row.text(.lateReason) }

    /// The same for a projection that may not hold what is so confidential.
    var withheld: ProjectionEvent {
        let hidden: Set<EventColumn> = [.type, .schema, .data, .first, .source, .lateReason]
        var writer = EventWriter()
        for column in EventColumn.allCases where !hidden.contains(column) {
            guard let bytes = row.bytes(column) else { continue }
            writer.write(column) { texts in
                if column == .standing { texts += "withheld".utf8 } else { texts += bytes }
            }
        }
        return writer.event(of: caseID)
    }

    package static func == (a: ProjectionEvent, b: ProjectionEvent) -> Bool {
        a.row.bytes.elementsEqual(b.row.bytes)
    }
}
