#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Student's t, central and not: what intervals of effect sizes are made of.
///
/// Computed, not looked up. The incomplete beta function is Lentz's continued fraction (Press and
/// others, *Numerical Recipes*, 3rd edition, 6.4), the noncentral distribution is Lenth's series
/// (1989, Algorithm AS 243). Tests compare both with values of other programs.
package enum StudentT {
    /// The probability of a value up to `t`.
    package static func probability(_ t: Double, degrees: Double) -> Double {
        let tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
        return t > 0 ? 1 - tail : tail
    }

    /// The value that is not passed with `probability`, which lies between 0 and 1.
    package static func quantile(_ probability: Double, degrees: Double) -> Double {
        guard probability != 0.5 else { return 0 }
        return root { StudentT.probability($0, degrees: degrees) - probability }
    }

    /// The probability of a value up to `t` when the true one is `noncentrality`.
    package static func probability(
        _ t: Double,
        degrees: Double,
        noncentrality: Double
    ) -> Double {
        // The series is for values above 0; below, it is the other side of its mirror image.
        guard t >= 0 else {
            return 1 - probability(-t, degrees: degrees, noncentrality: -noncentrality)
        }
        var sum = erfc(noncentrality / 2.0.squareRoot()) / 2
        guard t > 0 else { return sum }
        let x = t * t / (degrees + t * t)
        let half = noncentrality * noncentrality / 2
        guard half > 0 else { return probability(t, degrees: degrees) }
        let sign: Double = noncentrality < 0 ? -1 : 1
        // Terms further from the largest one add nothing that a number could hold.
        let reach = 12 * half.squareRoot() + 40
        var j = max(0, (half - reach).rounded())
        while j <= half + reach {
            // In logarithms, because the first terms of a large one are too small for a number.
            let p = exp(j * log(half) - half - logGamma(j + 1))
            let q = sign * exp((j + 0.5) * log(half) - half - logGamma(j + 1.5))
            if p > 1e-18 { sum += p * incompleteBeta(x, j + 0.5, degrees / 2) / 2 }
            if q.magnitude > 1e-18 { sum += q * incompleteBeta(x, j + 1, degrees / 2) / 2 }
            j += 1
        }
        return min(1, max(0, sum))
    }

    /// The noncentrality under which a value up to `t` has `probability`.
    package static func noncentrality(
        of t: Double,
        degrees: Double,
        probability: Double
    ) -> Double {
        // It falls as the noncentrality rises.
        root {
            probability - StudentT.probability(t, degrees: degrees, noncentrality: $0)
        }
    }

    /// Where a rising function is 0, by halving.
    private static func root(_ function: (Double) -> Double) -> Double {
        var (low, high) = (-1.0, 1.0)
        while function(low) > 0, low > -1e6 { low *= 2 }
        while function(high) < 0, high < 1e6 { high *= 2 }
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if function(middle) < 0 { low = middle } else { high = middle }
            if high - low < 1e-12 * max(1, high.magnitude) { break }
        }
        return (low + high) / 2
    }

    /// The regularised incomplete beta function.
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        // The fraction converges fast on one side; the other is its complement.
        return x <= (a + 1) / (a + b + 2) ? fraction(x, a, b) : 1 - fraction(1 - x, b, a)
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let front = exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x)
        )
        let tiny = 1e-300
        func kept(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var fraction = d
        for index in 1...10_000 {
            let m = Double(index)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            fraction *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            fraction *= d * c
            if (d * c - 1).magnitude < 1e-15 { break }
        }
        return front * fraction / a
    }

    /// The logarithm of the gamma function above 0, by Lanczos' approximation (g = 7, n = 9). The
    /// system's own is another function on each system, and not safe between threads.
    static func logGamma(_ x: Double) -> Double {
        let parts = [
            676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
            12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ]
        guard x >= 0.5 else { return log(Double.pi / sin(Double.pi * x)) - logGamma(1 - x) }
        let y = x - 1
        var sum = 0.99999999999980993
        for (index, part) in parts.enumerated() { sum += part / (y + Double(index) + 1) }
        let t = y + 7.5
        return log(2 * Double.pi) / 2 + (y + 0.5) * log(t) - t + log(sum)
    }
}
