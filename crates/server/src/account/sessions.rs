//! Where somebody is signed in: their own sessions as a list, and ending them. How a session is known stands in
//! [`crate::sign_in`].

use crate::Server;
use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::sign_in::{self, IDLE, LONGEST, SignedIn};
use crate::values;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use domain::api::{ListedSession, Problem};
use domain::id::SessionId;
use domain::permission::Act;
use std::sync::Arc;

/// One's own sessions that still live, the newest first.
#[utoipa::path(get, path = domain::api::SESSIONS, tag = "account", responses((status = 200, body = Vec<ListedSession>),
    (status = 401, body = Problem)))]
pub async fn sessions(State(server): State<Arc<Server>>, signed: SignedIn) -> Result<Json<Vec<ListedSession>>, Fault> {
    let staff = signed.permit(Act::UseOwnAccount)?;
    let now = server.clock.now();
    let sql = "SELECT session, created_at, seen_at, device FROM session \
               WHERE staff = $1 AND created_at > $2 AND seen_at > $3 ORDER BY created_at DESC, session";
    let rows = server.store.rows(sql, values![staff.id.to_string(), now - LONGEST, now - IDLE]).await?;
    let listed = rows.iter().map(|row| {
        let session = row.parsed(0)?;
        let current = session == signed.session;
        Ok(ListedSession { session, created_at: row.int(1)?, seen_at: row.int(2)?, device: row.text(3)?, current })
    });
    listed.collect::<Result<_, Fault>>().map(Json)
}

/// Signs out everywhere else.
#[utoipa::path(delete, path = domain::api::SESSIONS, tag = "account", responses((status = 204), (status = 401, body = Problem)))]
pub async fn end_others(State(server): State<Arc<Server>>, signed: SignedIn) -> Result<StatusCode, Fault> {
    let staff = signed.permit(Act::UseOwnAccount)?;
    let mut tx = server.store.write().await?;
    let ended = sign_in::end_all(&mut tx, staff.id, Some(signed.session)).await?;
    let doer = Doer::Staff(staff.id);
    audit::write(&mut tx, server.clock.now(), doer, "sessions_ended", &format!("{ended} others")).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = domain::api::ONE_SESSION, tag = "account", params(("session" = String, Path, description = "As listed")),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn end_one(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    Path(session): Path<String>,
) -> Result<StatusCode, Fault> {
    let staff = signed.permit(Act::UseOwnAccount)?;
    let session: SessionId = session.parse().map_err(|_| Fault::NotFound("session"))?;
    let mut tx = server.store.write().await?;
    let sql = "DELETE FROM session WHERE session = $1 AND staff = $2";
    if tx.run(sql, values![session.to_string(), staff.id.to_string()]).await? == 0 {
        return Err(Fault::NotFound("session"));
    }
    audit::write(&mut tx, server.clock.now(), Doer::Staff(staff.id), "session_ended", &session.to_string()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a browser calls itself by, the particular before what it pretends to be too.
const BROWSERS: [(&str, &str); 8] = [
    ("coc_coc_browser", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// The browser and system that sent a request, roughly: names out of our own two lists, nothing that the sender wrote.
pub fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let named =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    [named(&BROWSERS), named(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_roughly_and_nothing_it_wrote_is_kept() {
        for (agent, device) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
                "Chrome · Windows",
            ),
            ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge · Windows"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
                "Safari · iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
            ("<script>alert(1)</script>", ""),
            ("", ""),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, agent.parse().unwrap());
            assert_eq!(super::device(&headers), device, "{agent}");
        }
        assert_eq!(super::device(&HeaderMap::new()), "");
    }
}
