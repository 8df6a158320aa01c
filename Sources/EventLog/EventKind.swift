/// The one thing about an event's content that stays readable for ever.
package enum EventKind: String, CaseIterable, Sendable {
    /// What happened in a case.
    case entry
    /// Who looked at what.
    case access
    /// Staff, roles, settings, keys, exports.
    case service
    /// Holds, retention, disposal.
    case governance
    /// That a unit was erased; it has no payload.
    case erasure
}
