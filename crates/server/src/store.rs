//! The two engines, SQLite and PostgreSQL, behind one face: the only file that knows which one it is.
//!
//! Queries are one text for both (`$1` works on SQLite too); values and rows are enums instead of sqlx's `Any`, which can
//! neither carry binary nor typed NULLs safely. SQLite has one writer; every write begins IMMEDIATE, so it never deadlocks on upgrade.

use crate::error::Fault;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Postgres, Row as _, Sqlite, Transaction, query_with};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// The oldest SQLite without the WAL-reset corruption fault.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// A value to bind. `None` is NULL of that type.
#[derive(Debug, Clone)]
pub enum Value {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT.
    Int(Option<i64>),
    /// BYTEA; SQLite calls it a blob.
    Bytes(Vec<u8>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}
impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}
impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}
impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(Some(i64::from(number)))
    }
}
impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// Values to bind, in the order of `$1`, `$2`, …
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Value::from($value)),*] };
}

/// A row of an answer; columns count from 0.
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

macro_rules! column {
    ($(#[$doc:meta])* $name:ident, $type:ty) => {
        $(#[$doc])*
        /// # Errors
        /// When the column is of another type: a fault of the query.
        pub fn $name(&self, column: usize) -> Result<$type, Fault> {
            Ok(match self {
                Self::Sqlite(row) => row.try_get(column)?,
                Self::Postgres(row) => row.try_get(column)?,
            })
        }
    };
}

impl Row {
    column!(/// A TEXT column.
        text, String);
    column!(/// A TEXT column that may be NULL.
        text_or_null, Option<String>);
    column!(/// A BIGINT column.
        int, i64);
    column!(/// A BIGINT column that may be NULL.
        int_or_null, Option<i64>);
    column!(/// A BYTEA column.
        bytes, Vec<u8>);

    /// A TEXT column that holds an identifier.
    ///
    /// # Errors
    /// When the text is none.
    pub fn parsed<T: FromStr>(&self, column: usize) -> Result<T, Fault> {
        let text = self.text(column)?;
        text.parse().map_err(|_| Fault::Damaged(format!("a stored identifier can't be read: {text:?}")))
    }
}

/// Where everything is kept.
#[derive(Clone)]
pub enum Store {
    /// One file.
    Sqlite {
        /// Many readers.
        readers: SqlitePool,
        /// One writer.
        writer: SqlitePool,
    },
    /// A server; several processes may use one database.
    Postgres(PgPool),
}

/// One transaction; dropped without [`Tx::commit`] it changes nothing.
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

fn sqlite_arguments(values: Vec<Value>) -> Result<SqliteArguments, Fault> {
    use sqlx::Arguments as _;
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(number) => arguments.add(number),
            Value::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

fn postgres_arguments(values: Vec<Value>) -> Result<PgArguments, Fault> {
    use sqlx::Arguments as _;
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(number) => arguments.add(number),
            Value::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

impl Store {
    /// Opens `postgres://…`, or else the SQLite file at a path, which is made where it is missing.
    ///
    /// # Errors
    /// When the engine can't be reached, is too old, or the file is damaged.
    pub async fn open(database: &str) -> Result<Self, Fault> {
        if database.starts_with("postgres://") || database.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(database)?;
            let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(Duration::from_secs(5));
            let reached = pool.connect_with(options).await;
            let unreached = |error| Fault::Io(format!("PostgreSQL can't be reached: {error}"));
            return reached.map(Self::Postgres).map_err(unreached);
        }
        let options = SqliteConnectOptions::new()
            .filename(Path::new(database))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-8000")
            .statement_cache_capacity(64);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            // A full disk ends a transaction inside SQLite; sqlx then counts one too many for ever, and could begin no other.
            .before_acquire(|writer, _| Box::pin(async { Ok(!writer.is_in_transaction()) }))
            .connect_with(options.clone())
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        let store = Self::Sqlite { readers, writer };
        store.check_engine().await?;
        Ok(store)
    }

    async fn check_engine(&self) -> Result<(), Fault> {
        let rows = self.rows("SELECT sqlite_version()", vec![]).await?;
        let version = rows.first().map(|row| row.text(0)).transpose()?.unwrap_or_default();
        let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        if (next(), next(), next()) < OLDEST_SQLITE {
            return Err(Fault::Io(format!("SQLite {version} is too old: build with 3.51.3 or newer")));
        }
        let check = self.rows("PRAGMA quick_check(1)", vec![]).await?;
        match check.first().map(|row| row.text(0)).transpose()?.as_deref() {
            Some("ok") => Ok(()),
            found => Err(Fault::Damaged(found.unwrap_or("no answer").to_owned())),
        }
    }

    /// Brings the tables up to date. Each migration is one transaction; one that was cut runs again.
    ///
    /// # Errors
    /// When a migration fails or the store is newer than this program.
    pub async fn migrate(&self) -> Result<(), Fault> {
        let migrator = sqlx::migrate!("./migrations");
        match self {
            Self::Sqlite { writer, .. } => migrator.run(writer).await,
            Self::Postgres(pool) => migrator.run(pool).await,
        }
        .map_err(|error| Fault::Io(format!("the store can't be brought up to date: {error}")))
    }

    /// Reads outside a transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, Fault> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite { readers, .. } => {
                let rows = query_with(sql, sqlite_arguments(values)?).fetch_all(readers).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(pool) => {
                let rows = query_with(sql, postgres_arguments(values)?).fetch_all(pool).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Reads at most one row outside a transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn row(&self, sql: &str, values: Vec<Value>) -> Result<Option<Row>, Fault> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// Begins to write. On SQLite this waits for the one writer.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn write(&self) -> Result<Tx, Fault> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Waits for open work and closes.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Makes one file of an SQLite store that nobody has open: its journal is taken in and goes.
    ///
    /// # Errors
    /// [`Fault::Busy`] while anybody has it open; what the engine says.
    pub async fn settle(file: &str) -> Result<(), Fault> {
        let options = SqliteConnectOptions::new()
            .filename(Path::new(file))
            .journal_mode(SqliteJournalMode::Delete)
            .busy_timeout(Duration::from_millis(500));
        options.connect().await?.close().await?;
        Ok(())
    }

    /// Copies the whole SQLite store into a new file, while it is in use.
    ///
    /// # Errors
    /// On PostgreSQL, which has its own tools; when the file is there or can't be written.
    pub async fn copy_to(&self, file: &str) -> Result<(), Fault> {
        match self {
            Self::Sqlite { readers, .. } => {
                query_with(AssertSqlSafe("VACUUM INTO $1".to_owned()), sqlite_arguments(values![file])?).execute(readers).await?;
                Ok(())
            }
            Self::Postgres(_) => Err(Fault::Io("back PostgreSQL up with pg_dump; restore with pg_restore and then run `congdanso restore` without a file".into())),
        }
    }
}

impl Tx {
    /// Runs a statement; answers how many rows it changed.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn run(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite(tx) => query_with(sql, sqlite_arguments(values)?).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => {
                query_with(sql, postgres_arguments(values)?).execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    /// Reads inside the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn rows(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, Fault> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite(tx) => {
                let rows = query_with(sql, sqlite_arguments(values)?).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(tx) => {
                let rows = query_with(sql, postgres_arguments(values)?).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Reads at most one row inside the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn row(&mut self, sql: &str, values: Vec<Value>) -> Result<Option<Row>, Fault> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// Runs one statement over many rows: `head ($1, $2), ($3, $4) … tail`. Rows go in chunks of a few fixed sizes, so
    /// that the engine prepares each text once. Answers how many rows were changed.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn run_rows(&mut self, head: &str, rows: Vec<Vec<Value>>, tail: &str) -> Result<u64, Fault> {
        let mut changed = 0;
        let mut rest = rows.into_iter();
        while rest.len() > 0 {
            let size = [64, 16, 4, 1].into_iter().find(|size| *size <= rest.len()).unwrap_or(1);
            let chunk: Vec<Vec<Value>> = rest.by_ref().take(size).collect();
            let width = chunk.first().map_or(0, Vec::len);
            let tuples: Vec<String> = (0..size).map(|row| format!("({})", places(row * width + 1, width))).collect();
            changed += self
                .run(&format!("{head} {} {tail}", tuples.join(", ")), chunk.into_iter().flatten().collect())
                .await?;
        }
        Ok(changed)
    }

    /// Reads the rows whose key is among some texts: `sql` holds one `{}` for the list. Lists are filled up to a few fixed
    /// lengths by repeating the last key, so that the engine prepares each text once.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn rows_among(&mut self, sql: &str, keys: &[String]) -> Result<Vec<Row>, Fault> {
        let mut rows = Vec::new();
        for chunk in keys.chunks(128) {
            let size = [1, 4, 16, 64, 128].into_iter().find(|size| *size >= chunk.len()).unwrap_or(128);
            let last = chunk.last().cloned().unwrap_or_default();
            let values = chunk.iter().cloned().chain(std::iter::repeat(last)).take(size).map(Value::from).collect();
            rows.extend(self.rows(&sql.replacen("{}", &places(1, size), 1), values).await?);
        }
        Ok(rows)
    }

    /// Holds the rows of some learners until the end of the transaction, so that two processes never fold one learner at the
    /// same time. SQLite's single writer needs no such thing.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn lock_learners(&mut self, learners: &[String]) -> Result<(), Fault> {
        if matches!(self, Self::Postgres(_)) {
            self.rows_among(
                "SELECT 1::BIGINT FROM learner WHERE learner IN ({}) ORDER BY learner FOR UPDATE",
                learners,
            )
            .await?;
        }
        Ok(())
    }

    /// Holds every learner until the end of the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn hold_all_learners(&mut self) -> Result<(), Fault> {
        if matches!(self, Self::Postgres(_)) {
            self.run("LOCK TABLE learner IN EXCLUSIVE MODE", vec![]).await?;
        }
        Ok(())
    }

    /// Takes turns with other processes on something that is not a row, until the end of the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn take_turn(&mut self, on: i64) -> Result<(), Fault> {
        if matches!(self, Self::Postgres(_)) {
            self.rows("SELECT 1::BIGINT FROM (SELECT pg_advisory_xact_lock($1)) AS turn", values![on]).await?;
        }
        Ok(())
    }

    /// Makes it so. What was answered after this survives a killed process.
    ///
    /// # Errors
    /// What the engine says; then nothing was changed.
    pub async fn commit(self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

fn places(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
