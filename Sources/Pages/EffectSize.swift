#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How large a change between two measurements of the same people is, with a 95% interval.
///
/// Positive is a rise. Whether a rise is good is the measure's business: turn the pairs round where
/// lower is better.
package struct EffectSize: Hashable, Sendable {
    package struct Pair: Hashable, Sendable {
        package let before: Double
        package let after: Double

        package init(before: Double, after: Double) {
            self.before = before
            self.after = after
        }

        /// For a measure on which lower is better.
        package var reversed: Pair { Pair(before: after, after: before) }
    }

    package let value: Double
    package let low: Double
    package let high: Double
    package let pairs: Int

    package init(value: Double, low: Double, high: Double, pairs: Int) {
        self.value = value
        self.low = low
        self.high = high
        self.pairs = pairs
    }

    /// The mean change in standard deviations of the change.
    ///
    /// dz = M / S, with M the mean and S the standard deviation (n − 1) of the differences (Cohen
    /// 1988, 2.3.5). The interval is exact when differences are normal: t = dz √n follows a noncentral
    /// t with n − 1 degrees of freedom, and the noncentralities under which the t that was seen has a
    /// probability of 97.5% and of 2.5%, divided by √n, are the limits (Steiger and Fouladi 1997;
    /// Cumming and Finch 2001).
    ///
    /// Nil for fewer than three pairs, and when every change is the same.
    package static func dz(_ pairs: [Pair]) -> EffectSize? {
        let changes = pairs.map { $0.after - $0.before }
        guard pairs.count >= 3, let (mean, deviation) = moments(changes), deviation > 0 else {
            return nil
        }
        let root = Double(pairs.count).squareRoot()
        let degrees = Double(pairs.count - 1)
        let value = mean / deviation
        guard value.magnitude * root < 1000 else { return nil }
        func limit(_ probability: Double) -> Double {
            StudentT.noncentrality(of: value * root, degrees: degrees, probability: probability)
                / root
        }
        return EffectSize(
            value: value,
            low: limit(0.975),
            high: limit(0.025),
            pairs: pairs.count
        )
    }

    /// The mean change in standard deviations of the scores: the one to set beside published d.
    ///
    /// d = M / S, with S = √((S₁² + S₂²) / 2) of the scores before and after (Cohen 1988, 2.3.4;
    /// Cumming 2012, chapter 11: d average). Its variance is V = (1/n + d²/2n) · 2(1 − r), r being the
    /// correlation of the scores (Borenstein, Hedges, Higgins and Rothstein 2009, 4.28), and the
    /// interval is d ± t √V, t the 97.5% quantile with n − 1 degrees of freedom.
    ///
    /// Nil for fewer than three pairs, when scores do not vary, and when they correlate fully, because
    /// then the formula claims to know d exactly.
    package static func prePost(_ pairs: [Pair]) -> EffectSize? {
        guard pairs.count >= 3, let before = moments(pairs.map(\.before)),
            let after = moments(pairs.map(\.after)), before.deviation > 0, after.deviation > 0
        else { return nil }
        let n = Double(pairs.count)
        let shared = pairs.reduce(0) {
            $0 + ($1.before - before.mean) * ($1.after - after.mean)
        }
        let correlation = shared / (n - 1) / (before.deviation * after.deviation)
        let spread =
            ((before.deviation * before.deviation + after.deviation * after.deviation) / 2)
            .squareRoot()
        let value = (after.mean - before.mean) / spread
        let variance = (1 / n + value * value / (2 * n)) * 2 * (1 - correlation)
        guard value.isFinite, variance > 1e-12 else { return nil }
        let reach = StudentT.quantile(0.975, degrees: n - 1) * variance.squareRoot()
        return EffectSize(value: value, low: value - reach, high: value + reach, pairs: pairs.count)
    }

    /// Hedges' g: the same with the bias of small samples taken off.
    ///
    /// g = J · d, with J = Γ(m/2) / (√(m/2) Γ((m − 1)/2)), m = n − 1 degrees of freedom (Hedges 1981);
    /// near 1 − 3/(4m − 1). The limits are multiplied likewise.
    package var corrected: EffectSize {
        let m = Double(pairs - 1)
        guard m >= 2 else { return self }
        let j =
            exp(StudentT.logGamma(m / 2) - StudentT.logGamma((m - 1) / 2)) / (m / 2).squareRoot()
        return EffectSize(value: value * j, low: low * j, high: high * j, pairs: pairs)
    }

    /// Mean and standard deviation; nil when they are no numbers.
    private static func moments(_ values: [Double]) -> (mean: Double, deviation: Double)? {
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / (n - 1)).squareRoot()
        guard mean.isFinite, deviation.isFinite else { return nil }
        // Sums of decimals leave dust behind: what is all the same has no spread.
        return (mean, deviation < mean.magnitude * 1e-12 ? 0 : deviation)
    }
}
