//! A connection of our own with PostgreSQL.

use anyhow::Context as _;
use tokio::net::TcpStream;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

/// A connection; closed when dropped.
pub(crate) struct Session(Client);

impl Session {
    pub(super) async fn open(port: u16, password: &str, database: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let mut config = Config::new();
        config.user("kith").password(password).dbname(database);
        let (client, connection) = config.connect_raw(stream, NoTls).await?;
        // Ends with the client; what it has to say is said to whoever asks.
        tokio::spawn(connection);
        Ok(Self(client))
    }

    /// Runs statements.
    pub(crate) async fn execute(&self, sql: &str) -> anyhow::Result<()> {
        self.0.batch_execute(sql).await.with_context(|| sql.to_owned())
    }

    /// The first value of the first row, as text; empty if there is none.
    pub(crate) async fn ask(&self, sql: &str) -> anyhow::Result<String> {
        let messages = self.0.simple_query(sql).await.with_context(|| sql.to_owned())?;
        let value = messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        Ok(value.unwrap_or_default())
    }
}
