/// The settings of every session. All are of the session alone.
enum SessionSettings {
  /// Statements that put a session into the schema.
  ///
  /// The server is told to notice within ten seconds that we have vanished, as we notice it: our locks go
  /// with us.
  static func sql(schema: String, _ durability: PostgresLog.Durability) -> String {
    """
    SET search_path = \(identifier(schema)), pg_temp;
    SET default_transaction_isolation = 'read committed';
    SET lock_timeout = '5s';
    SET idle_in_transaction_session_timeout = '60s';
    SET tcp_keepalives_idle = 4;
    SET tcp_keepalives_interval = 2;
    SET tcp_keepalives_count = 3;
    SET tcp_user_timeout = '10s';
    \(commit(durability))
    """
  }

  /// A name as SQL quotes it.
  static func identifier(_ name: String) -> String {
    let doubled = name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    return "\"\(doubled)\""
  }

  private static func commit(_ durability: PostgresLog.Durability) -> String {
    switch durability {
    case .relaxed: "SET synchronous_commit = off"
    case .full:
      // The server's own choice among those that are durable.
      "SELECT set_config('synchronous_commit', 'on', false) "
        + "WHERE current_setting('synchronous_commit') = 'off'"
    }
  }
}
