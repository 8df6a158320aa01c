/// A number of the Spine Directory Service, of a user or of a user's role profile: twelve digits. It
/// has no check digit.
package enum SDSNumber {
    /// The twelve digits of what people write; nil when it is no such number.
    package static func parse(_ text: some StringProtocol) -> String? {
        let digits = String(text).filter { $0 != " " }
        return digits.utf8.count == 12 && digits.utf8.allSatisfy { (48...57).contains($0) }
            && digits.utf8.contains { $0 != 48 } ? digits : nil
    }
}
