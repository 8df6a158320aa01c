/// A code of the Organisation Data Service: three to twelve capital letters and digits. Whether an
/// organisation has it, only the service's own directory can say.
package enum ODSCode {
    /// The code of what people write, `rzz 99`; nil when no organisation can have it.
    package static func parse(_ text: some StringProtocol) -> String? {
        let code = String(text).filter { $0 != " " }.uppercased()
        return (3...12).contains(code.utf8.count)
            && code.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
            ? code : nil
    }
}
