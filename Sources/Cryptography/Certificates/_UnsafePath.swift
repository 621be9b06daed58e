// X509_verify_cert as a function from bytes to bytes: strict RFC 5280 checks, no revocation, a time that is given, an explicit depth
// (a fresh parameter set has depth −1) and 112 bits of security.
internal import COpenSSL
import EvidenceValues

/// A verified chain as DER, end entity first, or why there is none and at which depth.
enum ChainResult {
    case chain([[UInt8]])
    case failure(PathFailure, depth: Int)
}

/// Runs OpenSSL's verification.
func verifiedChain(
    of leaf: [UInt8], trusted: [[UInt8]], untrusted: [[UInt8]], at instant: Instant
) -> ChainResult {
    defer { _ = drainErrors() }
    guard let leaf = certificateHandle(leaf) else {
        return .failure(.other("unreadable"), depth: 0)
    }
    guard let store = unsafe Handle(X509_STORE_new(), freedBy: X509_STORE_free),
        let others = unsafe Handle(docket_certificates_new(), freedBy: docket_certificates_free),
        let context = unsafe Handle(X509_STORE_CTX_new(), freedBy: X509_STORE_CTX_free)
    else { return .failure(.other("out of memory"), depth: 0) }
    for bytes in trusted {
        // An anchor that OpenSSL cannot read trusts nothing. The store takes a reference of its own.
        guard let anchor = certificateHandle(bytes) else { continue }
        unsafe store.use { store in unsafe anchor.use { unsafe _ = X509_STORE_add_cert(store, $0) }
        }
    }
    for bytes in untrusted {
        guard let other = certificateHandle(bytes) else { continue }
        unsafe others.use { others in
            unsafe other.use { unsafe _ = docket_certificates_add(others, $0) }
        }
    }
    // The context borrows store, leaf and stack; all are handles of this function, lent until the outermost closure returns.
    return unsafe store.use { store in
        unsafe leaf.use { leaf in
            unsafe others.use { others in
                unsafe context.use { context in
                    guard unsafe X509_STORE_CTX_init(context, store, leaf, others) == 1 else {
                        return .failure(.other("out of memory"), depth: 0)
                    }
                    defer { unsafe X509_STORE_CTX_cleanup(context) }
                    return unsafe verify(context, at: instant)
                }
            }
        }
    }
}

/// Verifies in a context that is borrowed and initialised.
private func verify(_ context: OpaquePointer, at instant: Instant) -> ChainResult {
    let parameters = unsafe X509_STORE_CTX_get0_param(context)
    let flags = UInt(X509_V_FLAG_X509_STRICT | X509_V_FLAG_PARTIAL_CHAIN)
    let seconds = instant.wholeSecond.milliseconds / 1000
    guard unsafe X509_VERIFY_PARAM_set_flags(parameters, flags) == 1 else {
        return .failure(.other("parameters"), depth: 0)
    }
    unsafe X509_VERIFY_PARAM_set_time(parameters, time_t(seconds))
    unsafe X509_VERIFY_PARAM_set_depth(parameters, Int32(PathBuilder.maximumDepth))
    unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
    unsafe docket_tolerate_missing_key_identifiers(context)
    guard unsafe X509_verify_cert(context) == 1 else {
        let code = unsafe X509_STORE_CTX_get_error(context)
        let depth = unsafe X509_STORE_CTX_get_error_depth(context)
        return .failure(PathFailure(openSSL: code), depth: Int(depth))
    }
    guard
        let chain = unsafe Handle(
            X509_STORE_CTX_get1_chain(context), freedBy: docket_certificates_free)
    else { return .failure(.other("no chain"), depth: 0) }
    return unsafe chain.use { chain in
        var certificates: [[UInt8]] = []
        for index in unsafe 0..<docket_certificates_count(chain) {
            // Borrowed from the chain, which is lent to this closure.
            guard let certificate = unsafe docket_certificates_at(chain, index),
                let bytes = unsafe derBytes(of: certificate)
            else { return .failure(.other("encoding"), depth: Int(index)) }
            certificates.append(bytes)
        }
        return .chain(certificates)
    }
}

/// Parses a certificate; nil if OpenSSL refuses it or leaves bytes over.
private func certificateHandle(_ bytes: [UInt8]) -> Handle? {
    unsafe bytes.withUnsafeBufferPointer { buffer in
        // The input outlives the call; OpenSSL moves its own copy of the pointer and makes an object of its own.
        var position = buffer.baseAddress
        let certificate = unsafe d2i_X509(nil, &position, buffer.count)
        guard let handle = unsafe Handle(certificate, freedBy: X509_free) else { return nil }
        let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
        return unsafe position == end ? handle : nil
    }
}

/// The encoding of a certificate that is borrowed.
private func derBytes(of certificate: OpaquePointer) -> [UInt8]? {
    let size = unsafe i2d_X509(certificate, nil)
    guard size > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(size))
    let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
        // OpenSSL writes the `size` bytes that it announced and moves its own copy of the pointer.
        var position = buffer.baseAddress
        return unsafe i2d_X509(certificate, &position)
    }
    return written == size ? bytes : nil
}

extension PathFailure {
    /// From OpenSSL's X509_V_ERR codes.
    init(openSSL code: Int32) {
        switch code {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
            X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            self = .noChain
        case X509_V_ERR_CERT_HAS_EXPIRED:
            self = .expired
        case X509_V_ERR_CERT_NOT_YET_VALID:
            self = .notYetValid
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
            self = .badSignature
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK:
            self = .weakAlgorithm
        case X509_V_ERR_CERT_CHAIN_TOO_LONG, X509_V_ERR_PATH_LENGTH_EXCEEDED,
            X509_V_ERR_INVALID_PURPOSE, X509_V_ERR_PATH_LOOP,
            X509_V_ERR_SUBJECT_ISSUER_MISMATCH...X509_V_ERR_KEYUSAGE_NO_CERTSIGN,
            X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION,
            X509_V_ERR_INVALID_NON_CA...X509_V_ERR_NO_EXPLICIT_POLICY,
            X509_V_ERR_PERMITTED_VIOLATION...X509_V_ERR_UNSUPPORTED_NAME_SYNTAX,
            X509_V_ERR_INVALID_CA...X509_V_ERR_EC_KEY_EXPLICIT_PARAMS:
            self = .constraint(PathFailure.words(code))
        default:
            self = .other(PathFailure.words(code))
        }
    }

    private static func words(_ code: Int32) -> String {
        // A static text of OpenSSL, with a final zero.
        unsafe X509_verify_cert_error_string(Int(code)).map { unsafe String(cString: $0) }
            ?? "error \(code)"
    }
}
