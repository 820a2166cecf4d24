//! Files and pages: what a browser gets without asking the API.

mod house;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::course::{Activity, Course, Language};
use domain::edition::{Edition, sha256};
use domain::item::ItemKind;
use domain::prose::{Block, Span};
use house::House;
use house::apps::{SHELL, WASM, content_courses, links};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

fn said<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

async fn furnished(house: House) -> House {
    let house = house.with_apps().await;
    house.publishes_content().await;
    house
}

/// Every course on offer, in both languages, and where its pages begin.
async fn courses(house: &House) -> Vec<(&'static str, Course)> {
    let mut found = Vec::new();
    for entry in house.catalogue().await.listed().flat_map(|course| &course.editions) {
        let (_, _, bytes) = house.fetches(&Edition::path(&entry.edition), &[]).await;
        let start = if entry.language == Language::Vi { "" } else { "/en" };
        found.push((start, Edition::read(entry.edition, &bytes).unwrap().course));
    }
    found
}

/// Every run of text in an activity, the key and explanation among it.
fn texts(activity: &Activity) -> Vec<String> {
    let mut all = vec![activity.title.clone()];
    let mut prose: Vec<&Vec<Block>> = vec![&activity.prose];
    if let Some(item) = &activity.item {
        prose.extend(&item.hints);
        prose.push(&item.explanation);
        match &item.kind {
            ItemKind::Choice(choice) => prose.extend(choice.options.iter().map(|option| &option.prose)),
            ItemKind::Ordering(ordering) => prose.extend(&ordering.steps),
            ItemKind::Matching(matching) => {
                prose.extend(matching.pairs.iter().flat_map(|pair| [&pair.left, &pair.right]))
            }
            ItemKind::Text(text) => all.extend(text.accepted.first().cloned()),
            ItemKind::Grouping(grouping) => {
                all.extend(grouping.piles.iter().cloned());
                prose.extend(grouping.cards.iter().flat_map(|card| [&card.prose, &card.feedback]));
            }
            ItemKind::Gaps(gaps) => {
                all.extend(gaps.gaps.iter().flat_map(|gap| gap.options.iter().chain(gap.accepted.first())).cloned());
            }
            ItemKind::Hotspot(hotspot) => all.extend(hotspot.areas.iter().map(|area| area.name.clone())),
            ItemKind::Inspect(inspect) => {
                all.push(inspect.from.clone());
                let suspicious = inspect.parts.iter().filter(|part| part.suspicious);
                prose.extend(suspicious.map(|part| &part.feedback));
            }
            ItemKind::Dialogue(dialogue) => {
                all.push(dialogue.with.clone());
                let replies = dialogue.turns.iter().flat_map(|turn| &turn.replies);
                prose.extend(dialogue.turns.iter().map(|turn| &turn.says).chain(replies.map(|reply| &reply.prose)));
            }
            ItemKind::Practice(practice) => {
                for screen in &practice.screens {
                    all.extend([screen.title.clone(), screen.caption.clone(), screen.ending.clone()]);
                    all.extend(screen.parts.iter().flat_map(|part| [&part.text, &part.wrong, &part.never]).cloned());
                }
            }
            ItemKind::Unknown => {}
        }
    }
    prose.into_iter().for_each(|blocks| gather(blocks, &mut all));
    all
}

fn gather(blocks: &[Block], all: &mut Vec<String>) {
    fn spans(run: &[Span], all: &mut Vec<String>) {
        for span in run {
            match span {
                Span::Text(text) | Span::Code(text) => all.push(text.clone()),
                Span::Strong(inner) | Span::Emphasis(inner) => spans(inner, all),
                Span::Link { href, spans: inner } => {
                    all.push(href.clone());
                    spans(inner, all);
                }
                Span::Break => {}
            }
        }
    }
    for block in blocks {
        match block {
            Block::Paragraph(run) => spans(run, all),
            Block::List { entries, .. } => entries.iter().for_each(|entry| gather(entry, all)),
            Block::Quote(inner) => gather(inner, all),
            Block::Picture(picture) => all.extend([picture.path(), picture.alt.clone()]),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[tokio::test]
async fn a_lesson_can_be_read_from_beginning_to_end_without_a_script() {
    for house in House::all().await {
        let house = furnished(house).await;
        let mut lessons = 0;
        for (start, course) in courses(&house).await {
            for lesson in course.lessons() {
                let path = format!("{start}/courses/{}/{}/", course.id, lesson.id);
                let (status, _, html) = house.opens(&path).await;
                assert_eq!(status, StatusCode::OK, "{path}");
                let mut rest = html.as_str();
                if lesson.is_check() {
                    // A pool printed with its keys would measure nothing.
                    for activity in &lesson.activities {
                        assert!(!html.contains(&format!("id=\"{}\"", activity.id)), "{path} prints {}", activity.id);
                    }
                    continue;
                }
                for activity in &lesson.activities {
                    let begin = format!("<article class=\"activity\" id=\"{}\"", activity.id);
                    let (_, after) = rest.split_once(&begin).unwrap_or_else(|| panic!("{path} lacks {begin}"));
                    let (article, behind) = after.split_once("</article>").unwrap();
                    for text in texts(activity) {
                        assert!(article.contains(&escaped(&text)), "{path}#{} lacks {text:?}", activity.id);
                    }
                    rest = behind;
                }
                lessons += 1;
            }
        }
        assert!(lessons >= 10, "both languages of the course were read");
    }
}

#[tokio::test]
async fn a_course_counts_its_lessons_on_through_the_chapters() {
    let house = furnished(House::on_sqlite().await).await;
    for (start, course) in courses(&house).await {
        assert!(course.chapters.len() > 1);
        let (_, _, html) = house.opens(&format!("{start}/courses/{}/", course.id)).await;
        let marks = html.split("class=\"lesson-mark\" aria-hidden=\"true\">").skip(1);
        let marks: Vec<usize> = marks.map(|rest| rest.split('<').next().unwrap().parse().unwrap()).collect();
        assert_eq!(marks, (1..=course.lessons().count()).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn steps_and_right_sides_do_not_stand_in_the_order_of_the_key() {
    let house = furnished(House::on_sqlite().await).await;
    let mut seen = 0;
    for (start, course) in courses(&house).await {
        for lesson in course.lessons().filter(|lesson| !lesson.is_check()) {
            let (_, _, html) = house.opens(&format!("{start}/courses/{}/{}/", course.id, lesson.id)).await;
            for (activity, item) in lesson.items() {
                let ItemKind::Ordering(ordering) = &item.kind else { continue };
                let (_, article) = html.split_once(&format!("id=\"{}\"", activity.id)).unwrap();
                let (_, shown) = article.split_once("item-ordering").unwrap();
                // A stressed word in a step is a tag in the middle of it.
                let shown =
                    shown.replace("<strong>", "").replace("</strong>", "").replace("<em>", "").replace("</em>", "");
                let places: Vec<usize> = ordering
                    .steps
                    .iter()
                    .map(|step| shown.find(&escaped(&domain::prose::plain_text(step))).unwrap())
                    .collect();
                assert!(!places.is_sorted(), "{}", activity.id);
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}

#[tokio::test]
async fn every_page_says_its_language_its_name_and_its_twin() {
    let house = furnished(House::on_sqlite().await).await;
    let offer = house.server.site.offer(&house.server).await.unwrap();
    let addresses = server::site::pages::addresses(&offer);
    let mut titles = BTreeMap::new();
    for path in &addresses {
        let (status, headers, html) = house.opens(path).await;
        assert_eq!((status, said(&headers, "content-type")), (StatusCode::OK, "text/html; charset=utf-8"), "{path}");
        let language = if path.starts_with("/en/") { "en" } else { "vi" };
        let bare = path.strip_prefix("/en").filter(|_| language == "en").unwrap_or(path);
        for expected in [
            format!("<html lang=\"{language}\""),
            format!("<link rel=\"canonical\" href=\"{path}\">"),
            format!("<link rel=\"alternate\" hreflang=\"vi\" href=\"{bare}\">"),
            format!("<link rel=\"alternate\" hreflang=\"en\" href=\"/en{bare}\">"),
            "id=\"content\"".into(),
        ] {
            assert!(html.contains(&expected), "{path} lacks {expected}");
        }
        assert!(!html.contains("<!--"), "{path} has its marks filled");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned();
        assert!(title.len() > "Công dân số".len(), "{path}: {title}");
        if !path.ends_with("/end/") {
            // A course without a translation stands in both languages under the one name it has.
            let earlier = titles.insert(title.clone(), path).filter(|earlier| *path != format!("/en{earlier}"));
            assert_eq!(earlier, None, "{path} has a title of its own: {title}");
            assert!(language == "en" || path.len() < 12 || html.contains("<meta name=\"description\""), "{path}");
        }
        for picture in html.split("<img ").skip(1).map(|rest| rest.split('>').next().unwrap()) {
            for attribute in ["alt=\"", "width=\"", "height=\""] {
                assert!(picture.contains(attribute), "{path}: <img {picture}> lacks {attribute}");
            }
        }
    }
    assert!(addresses.len() >= 2 * (3 + 1 + 5 + 5), "{addresses:?}");
}

#[tokio::test]
async fn every_link_on_every_page_leads_somewhere() {
    let house = furnished(House::on_sqlite().await).await;
    let mut seen = BTreeSet::from(["/".to_owned()]);
    let mut open = VecDeque::from(["/".to_owned()]);
    let mut pages = 0;
    while let Some(path) = open.pop_front() {
        let (status, headers, bytes) = house.fetches(&path, &[("accept", "text/html")]).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        if said(&headers, "content-type").starts_with("text/html") {
            pages += 1;
            for link in links(std::str::from_utf8(&bytes).unwrap()) {
                if seen.insert(link.clone()) {
                    open.push_back(link);
                }
            }
        }
    }
    assert!(pages >= 18 && seen.iter().any(|path| path.starts_with("/media/")), "{pages} pages in {seen:?}");
}

#[tokio::test]
async fn a_missing_file_is_never_answered_with_a_page() {
    for house in [furnished(House::on_sqlite().await).await, House::on_sqlite().await] {
        let nothing = "0".repeat(64);
        let addresses = [
            "/learn-ffffffffffffffff.js".to_owned(),
            "/learn-ffffffffffffffff_bg.wasm".into(),
            format!("/editions/{nothing}.json"),
            "/editions/../catalogue.json".into(),
            format!("/media/{nothing}.svg"),
            "/media/x.svg".into(),
            "/units/99.json".into(),
            "/desk/desk-ffffffffffffffff.js".into(),
            "/favicon.ico".into(),
        ];
        for address in addresses {
            for headers in [
                &[][..],
                &[("accept", "text/html,*/*"), ("sec-fetch-mode", "navigate")],
                &[("accept", "*/*"), ("sec-fetch-mode", "cors")],
            ] {
                let (status, answer, bytes) = house.fetches(&address, headers).await;
                assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
                assert_eq!(said(&answer, "content-type"), "text/plain; charset=utf-8", "{address}");
                assert!(!bytes.contains(&b'<') && said(&answer, "cache-control") == "no-store", "{address}");
            }
        }
    }
}

#[tokio::test]
async fn a_person_at_a_wrong_address_is_led_on() {
    let house = furnished(House::on_sqlite().await).await;
    for (path, words, home) in [
        ("/courses/khong-co/", "Không có trang này", "href=\"/\""),
        ("/courses/an-toan-tren-mang/khong-co/", "Không có trang này", "href=\"/\""),
        ("/en/courses/nothing/", "page", "href=\"/en/\""),
        ("/wp-admin", "Không có trang này", "href=\"/\""),
        ("//elsewhere", "Không có trang này", "href=\"/\""),
    ] {
        let (status, headers, html) = house.opens(path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(html.contains(words) && html.contains(home), "{path}: {html}");
        assert!(!html.contains("<script") && !html.contains("id=\"app\""), "{path} does not boot the app");
        assert!(said(&headers, "content-security-policy").contains("default-src 'none'"), "{path}");
        let (_, headers, _) = house.fetches(path, &[("sec-fetch-mode", "cors"), ("accept", "*/*")]).await;
        assert_eq!(said(&headers, "content-type"), "text/plain; charset=utf-8", "{path} to a program");
    }
}

#[tokio::test]
async fn an_address_without_its_last_slash_is_led_to_the_page() {
    let house = furnished(House::on_sqlite().await).await;
    for (path, to) in [
        ("/en", "/en/"),
        ("/desk", "/desk/"),
        ("/progress?a=1&b", "/progress/?a=1&b"),
        ("/courses/an-toan-tren-mang", "/courses/an-toan-tren-mang/"),
        ("/en/courses/an-toan-tren-mang/ma-otp", "/en/courses/an-toan-tren-mang/ma-otp/"),
    ] {
        let (status, headers, _) = house.opens(path).await;
        assert_eq!((status, said(&headers, "location")), (StatusCode::PERMANENT_REDIRECT, to), "{path}");
    }
}

#[tokio::test]
async fn what_is_named_by_its_content_is_kept_for_ever_and_the_rest_is_asked_for() {
    let house = furnished(House::on_sqlite().await).await;
    let catalogue = house.catalogue().await;
    let entry = &catalogue.courses[0].editions[0];
    let for_ever = "public, max-age=31536000, immutable";
    for (path, keep, kind) in [
        (WASM.to_owned(), for_ever, "application/wasm"),
        ("/learn-0123456789abcdef.js".into(), for_ever, "text/javascript; charset=utf-8"),
        ("/style-00112233445566ff.css".into(), for_ever, "text/css; charset=utf-8"),
        ("/desk/desk-0123456789abcdef.js".into(), for_ever, "text/javascript; charset=utf-8"),
        (Edition::path(&entry.edition), for_ever, "application/json"),
        (entry.picture.as_ref().unwrap().path(), for_ever, "image/svg+xml; charset=utf-8"),
        ("/sw.js".into(), "no-cache", "text/javascript; charset=utf-8"),
        ("/catalogue.json".into(), "no-cache", "application/json"),
        ("/manifest.webmanifest".into(), "no-cache", "application/manifest+json"),
        ("/units/52.json".into(), "no-cache", "application/json"),
        ("/units/provinces.json".into(), "no-cache", "application/json"),
        ("/".into(), "no-store", "text/html; charset=utf-8"),
        ("/en/settings/".into(), "no-store", "text/html; charset=utf-8"),
        ("/index.html".into(), "no-store", "text/html; charset=utf-8"),
        ("/desk/".into(), "no-store", "text/html; charset=utf-8"),
    ] {
        let (status, headers, _) = house.fetches(&path, &[]).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!((said(&headers, "cache-control"), said(&headers, "content-type")), (keep, kind), "{path}");
        assert_eq!(said(&headers, "x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn the_page_that_the_service_worker_keeps_is_the_shell_to_the_byte() {
    let house = furnished(House::on_sqlite().await).await;
    let (_, _, bytes) = house.fetches("/index.html", &[]).await;
    assert_eq!(bytes, SHELL.as_bytes());
}

#[tokio::test]
async fn each_browser_gets_the_smallest_form_that_it_takes() {
    let house = furnished(House::on_sqlite().await).await;
    let (_, headers, bytes) = house.fetches(WASM, &[("accept-encoding", "gzip, deflate, br")]).await;
    assert_eq!((said(&headers, "content-encoding"), &bytes[..]), ("br", &b"the brotli twin"[..]), "built ahead");
    let (_, headers, bytes) = house.fetches(WASM, &[("accept-encoding", "gzip;q=0.5, br;q=0")]).await;
    assert_eq!((said(&headers, "content-encoding"), &bytes[..]), ("gzip", &b"the gzip twin"[..]));
    let (_, headers, plain) = house.fetches(WASM, &[]).await;
    assert_eq!((said(&headers, "content-encoding"), &plain[..4]), ("", &b"\0asm"[..]));
    assert_eq!(said(&headers, "vary"), "accept-encoding");

    let lesson = "/courses/an-toan-tren-mang/ma-otp/";
    let (_, _, plain) = house.fetches(lesson, &[]).await;
    let (_, _, packed) = house.fetches(lesson, &[("accept-encoding", "br")]).await;
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
    assert!(unpacked == plain && packed.len() * 2 < plain.len(), "{} of {}", packed.len(), plain.len());
    let (_, _, packed) = house.fetches(lesson, &[("accept-encoding", "gzip")]).await;
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut unpacked).unwrap();
    assert!(unpacked == plain);
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    let house = furnished(House::on_sqlite().await).await;
    for encoding in ["br", "gzip", "identity"] {
        for path in ["/catalogue.json", "/sw.js", "/units/52.json"] {
            let (_, headers, _) = house.fetches(path, &[("accept-encoding", encoding)]).await;
            let tag = said(&headers, "etag").to_owned();
            assert!(tag.starts_with('"'), "{path} has a strong tag: {tag}");
            for held in [tag.clone(), format!("\"x\", W/{tag}")] {
                let asked = [("accept-encoding", encoding), ("if-none-match", held.as_str())];
                let (status, headers, bytes) = house.fetches(path, &asked).await;
                assert_eq!((status, bytes.len()), (StatusCode::NOT_MODIFIED, 0), "{path} {encoding}");
                assert_eq!(said(&headers, "etag"), tag);
            }
            let (status, _, _) =
                house.fetches(path, &[("accept-encoding", encoding), ("if-none-match", "\"x\"")]).await;
            assert_eq!(status, StatusCode::OK);
        }
    }
    let (_, first, _) = house.fetches("/catalogue.json", &[]).await;
    let (_, second, _) = house.fetches("/catalogue.json", &[("accept-encoding", "br")]).await;
    assert_ne!(said(&first, "etag"), said(&second, "etag"), "two forms, two tags");
}

#[tokio::test]
async fn head_says_what_get_would_and_other_methods_are_refused() {
    let house = furnished(House::on_sqlite().await).await;
    for path in ["/", "/catalogue.json", WASM] {
        let (_, get, bytes) = house.fetches(path, &[]).await;
        let head = Request::head(path).body(Body::empty()).unwrap();
        let (status, headers, nothing) = house.send(head).await;
        assert_eq!((status, nothing.len()), (StatusCode::OK, 0), "{path}");
        assert_eq!(said(&headers, "content-length"), bytes.len().to_string(), "{path}");
        assert_eq!(said(&headers, "etag"), said(&get, "etag"), "{path}");
        let post = Request::builder().method(Method::POST).uri(path).body(Body::empty()).unwrap();
        assert_eq!(house.send(post).await.0, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

/// The hashes that a page needs: of each inline script, as a browser takes them.
fn needed(html: &str) -> Vec<String> {
    let scripts = html.split("<script").skip(1).filter(|rest| !rest.split('>').next().unwrap().contains("src="));
    let texts = scripts.map(|rest| rest.split_once('>').unwrap().1.split("</script>").next().unwrap());
    texts.map(|text| format!("'sha256-{}'", STANDARD.encode(sha256(text.as_bytes())))).collect()
}

#[tokio::test]
async fn the_policy_names_exactly_the_scripts_of_the_page() {
    let house = furnished(House::on_sqlite().await).await;
    let mut policies = BTreeSet::new();
    for path in ["/", "/en/", "/settings/", "/courses/an-toan-tren-mang/ma-otp/", "/index.html", "/desk/"] {
        let (_, headers, html) = house.opens(path).await;
        let policy = said(&headers, "content-security-policy").to_owned();
        let directive = |name: &str| {
            policy.split("; ").find_map(|each| each.strip_prefix(name)).unwrap_or("missing").trim().to_owned()
        };
        let scripts = directive("script-src");
        let hashes: Vec<_> = scripts.split(' ').filter(|source| source.starts_with("'sha256-")).collect();
        assert!(!hashes.is_empty());
        assert_eq!(hashes, needed(&html), "{path}");
        assert_eq!(directive("default-src"), "'none'", "{path}");
        for (name, expected) in [
            ("style-src", "'self'"),
            ("media-src", "'self' blob:"),
            ("connect-src", "'self'"),
            ("base-uri", "'none'"),
            ("frame-ancestors", "'none'"),
            ("object-src", "'none'"),
        ] {
            assert_eq!(directive(name), expected, "{path}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains("http"),
            "{policy}"
        );
        for (name, expected) in [("cross-origin-opener-policy", "same-origin"), ("referrer-policy", "same-origin")] {
            assert_eq!(said(&headers, name), expected, "{path}");
        }
        assert!(said(&headers, "permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(said(&headers, "strict-transport-security"), "", "not without TLS");
        policies.insert(policy);
    }
    assert_eq!(policies.len(), 2, "the desk has a script of its own");
    let secured = House::on_sqlite().await.with_apps_but(|serve| serve.tls = true).await;
    let (_, headers, _) = secured.opens("/").await;
    assert!(said(&headers, "strict-transport-security").starts_with("max-age="));
    for (house, tls) in [(&house, false), (&secured, true)] {
        let (_, headers, _) = house.opens("/api/openapi.json").await;
        assert!(
            said(&headers, "content-security-policy").starts_with("default-src 'none'"),
            "an answer of the API is no page"
        );
        assert_eq!(said(&headers, "strict-transport-security").is_empty(), !tls);
    }
}

#[tokio::test]
async fn whom_to_tell_of_a_fault_is_said_where_rfc_9116_wants_it() {
    let silent = furnished(House::on_sqlite().await).await;
    let (status, _, _) = silent.opens("/.well-known/security.txt").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let contact = Some("mailto:an-ninh@example.vn".to_owned());
    let house = House::on_sqlite().await.with_apps_but(|serve| serve.contact.clone_from(&contact)).await;
    let (status, headers, text) = house.opens("/.well-known/security.txt").await;
    assert_eq!((status, said(&headers, "content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    assert!(text.contains("Contact: mailto:an-ninh@example.vn\n") && text.contains("Expires: 20"), "{text}");
}

#[tokio::test]
async fn a_picture_opened_by_itself_runs_nothing() {
    let house = furnished(House::on_sqlite().await).await;
    let path = house.catalogue().await.courses[0].editions[0].picture.as_ref().unwrap().path();
    let (_, headers, _) = house.opens(&path).await;
    let policy = said(&headers, "content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("sandbox") && !policy.contains("script-src"),
        "{policy}"
    );
}

#[tokio::test]
async fn a_download_weighs_what_the_catalogue_says() {
    for house in House::all().await {
        let house = furnished(house).await;
        for entry in house.catalogue().await.courses.iter().flat_map(|course| &course.editions) {
            let (_, _, packed) = house.fetches(&Edition::path(&entry.edition), &[("accept-encoding", "br")]).await;
            let (_, _, bytes) = house.fetches(&Edition::path(&entry.edition), &[]).await;
            let mut weight = packed.len();
            for picture in Edition::read(entry.edition, &bytes).unwrap().course.pictures() {
                weight += house.fetches(&picture.path(), &[]).await.2.len();
            }
            assert_eq!(entry.bytes, weight as u64, "{}", house.engine);
        }
    }
}

#[tokio::test]
async fn communes_come_with_their_province() {
    for house in House::all().await {
        let (_, _, bytes) = house.fetches("/units/52.json", &[]).await;
        let province: domain::unit::ProvinceUnits = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((province.name.as_str(), province.communes.len()), ("Tỉnh Gia Lai", 2), "{}", house.engine);
        let (_, _, bytes) = house.fetches(domain::api::PROVINCES, &[]).await;
        let provinces: Vec<domain::api::NamedUnit> = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(provinces.len(), 2);
    }
}

#[tokio::test]
async fn a_running_server_notices_another_home_province() {
    for house in House::all().await {
        assert_eq!(house.catalogue().await.home_province, None);
        server::units::set_home(&house.server.store, house.server.clock.now(), "51").await.unwrap();
        house.pass(1000);
        assert_eq!(house.catalogue().await.home_province.as_deref(), Some("51"), "{}", house.engine);
    }
}

#[tokio::test]
async fn a_service_worker_that_must_go_is_told_so_at_its_own_address() {
    let house = House::on_sqlite().await.with_apps_but(|serve| serve.retire_service_worker = true).await;
    let (_, headers, bytes) = house.fetches("/sw.js", &[]).await;
    assert_eq!((said(&headers, "cache-control"), &bytes[..]), ("no-cache", &b"self.registration.unregister();"[..]));
}

#[tokio::test]
async fn without_the_apps_the_api_works_and_a_page_says_how_to_build_them() {
    let house = House::on_sqlite().await;
    assert!(!house.server.site.load().unwrap());
    house.publishes_content().await;
    assert_eq!(house.catalogue().await.courses.len(), content_courses());
    let (status, _, html) = house.opens("/").await;
    assert!(status == StatusCode::NOT_FOUND && html.contains("cargo xtask build"), "{html}");
}

#[tokio::test]
async fn apps_that_are_not_whole_are_refused_at_the_start() {
    let house = House::on_sqlite().await;
    let nowhere = house.file("nowhere");
    let house = house.with_apps_but(|serve| serve.dist = Some(nowhere.clone())).await;
    assert!(house.server.site.load().unwrap_err().to_string().contains("cargo xtask build"));
    std::fs::create_dir_all(&nowhere).unwrap();
    std::fs::write(nowhere.join("index.html"), SHELL.replace("<!--page-->", "")).unwrap();
    assert!(house.server.site.load().unwrap_err().to_string().contains("<!--page-->"));
}

#[tokio::test]
async fn a_course_in_one_language_is_offered_in_both_and_says_so() {
    let house = House::on_sqlite().await.with_apps().await;
    let course = house::small_course();
    let draft = authoring::Draft { courses: vec![course], ..Default::default() };
    server::publication::publish(&house.server, &draft, server::audit::Doer::Command).await.unwrap();
    let (status, _, html) = house.opens("/en/courses/thu/").await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        html.contains("<html lang=\"en\"") && html.contains("lang=\"vi\"") && html.contains("class=\"notice\""),
        "{html}"
    );
    let (_, _, html) = house.opens("/courses/thu/").await;
    assert!(!html.contains("class=\"notice\""));
}

#[tokio::test]
async fn words_of_authors_never_become_markup() {
    let house = House::on_sqlite().await.with_apps().await;
    let mut course = house::small_course();
    let bad = "<script>alert(1)</script>\"'<!--page-->";
    (course.title, course.summary) = (bad.into(), bad.into());
    let lesson = &mut course.chapters[0].lessons[0];
    lesson.title = bad.into();
    lesson.activities[0].prose = vec![Block::Paragraph(vec![
        Span::Text(bad.into()),
        Span::Link { href: "javascript:alert(1)".into(), spans: vec![Span::Text("x".into())] },
    ])];
    let draft = authoring::Draft { courses: vec![course], ..Default::default() };
    server::publication::publish(&house.server, &draft, server::audit::Doer::Command).await.unwrap();
    for path in ["/", "/courses/thu/", "/courses/thu/mot/"] {
        let (status, _, html) = house.opens(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!html.contains("<script>alert") && !html.contains("javascript:"), "{path}: {html}");
        assert!(html.contains("&lt;script&gt;alert(1)"), "{path}");
    }
}
