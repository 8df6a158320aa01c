import FoundationEssentials

#if canImport(Darwin)
import Darwin
#endif

/// The time since the machine was started, by a number: what was written in it and not waited for is
/// still there for as long as the number is the same.
enum Boot {
    /// Never 0, which is what a file has that says nothing.
    static let number: Int64 = {
        #if canImport(Darwin)
        var time = timeval()
        var size = MemoryLayout<timeval>.size
        sysctlbyname("kern.boottime", &time, &size, nil, 0)
        return Int64(time.tv_sec) & 0x7fff_ffff | 1
        #else
        let id = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id")
        let digits = id.map { String(decoding: $0.prefix(8), as: UTF8.self) }
        return (digits.flatMap { Int64($0, radix: 16) } ?? 0) & 0x7fff_ffff | 1
        #endif
    }()
}
