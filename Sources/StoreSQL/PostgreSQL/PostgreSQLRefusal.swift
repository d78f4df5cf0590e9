/// Why no connection came about. libpq's messages quote users, hosts and, of a URI that is not well-formed, parts of the
/// password; they are recognised and put into words of our own. libpq speaks English where no locale is set, as here.
enum PostgreSQLRefusal: Error, Hashable {
    /// It may be better in a moment.
    case unreachable(String)
    /// It will not get better by itself.
    case misconfigured(String)

    init(message: String) {
        let known = Self.known.first { message.contains($0.sign) }
        self = known?.refusal ?? .unreachable("no connection came about")
    }

    var text: String {
        switch self {
        case .unreachable(let text), .misconfigured(let text): text
        }
    }

    private static let known: [(sign: String, refusal: PostgreSQLRefusal)] = [
        // Of several hosts one may be starting while another refuses; the passing state is looked for first.
        ("the database system is", .unreachable("the server is starting, or shutting down")),
        ("too many clients", .unreachable("the server has no connection left")),
        ("remaining connection slots", .unreachable("the server has no connection left")),
        ("too many connections", .unreachable("the database or the role has no connection left")),
        ("Connection refused", .unreachable("the server refuses connections")),
        ("timeout expired", .unreachable("the server does not answer")),
        ("No such file or directory\n\tIs the server", .unreachable("no server listens at the socket")),
        ("could not translate host name", .unreachable("the host's name cannot be resolved")),
        ("closed the connection unexpectedly", .unreachable("the server closed the connection")),
        ("password authentication failed", .misconfigured("the server does not accept user and password")),
        ("no password supplied", .misconfigured("the server asks for a password")),
        ("authentication failed", .misconfigured("the server does not accept the user")),
        ("no pg_hba.conf entry", .misconfigured("the server's pg_hba.conf does not admit user, database or address")),
        ("permission denied for database", .misconfigured("the role may not connect to the database")),
        ("certificate file", .misconfigured("TLS: the file of a certificate cannot be read (sslrootcert, sslcert)")),
        ("does not exist", .misconfigured("the database or the role does not exist")),
        ("server does not support SSL", .misconfigured("the server offers no TLS")),
        ("certificate", .misconfigured("TLS: the certificate is not accepted (sslmode, sslrootcert)")),
        ("SSL", .unreachable("TLS could not be agreed on")),
        ("invalid", .misconfigured("a part of the address is not valid")),
    ]
}
