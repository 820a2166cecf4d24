//! Completion as officials see it: their own unit and below, protected, the same in every view and as CSV.

mod house;

use axum::http::{StatusCode, header};
use domain::api::{self, CompletionReport, CompletionRow};
use domain::report::Cell;
use house::desk::{Browser, Reply};
use house::{House, Learner, NOON, PROVINCE, QUY_NHON, VINH_SON, lives_in, small_course, the_whole_course};
use server::values;

const OTHER: &str = "51@2025-07-01";

fn door(path: &str, unit: Option<&str>, month: Option<&str>) -> String {
    let unit = unit.map(|unit| format!("&unit={unit}")).unwrap_or_default();
    format!("{path}?course=thu{unit}{}", month.map(|month| format!("&month={month}")).unwrap_or_default())
}

async fn sees(browser: &mut Browser, house: &House, unit: Option<&str>, month: Option<&str>) -> CompletionReport {
    let answer = browser.gets(house, &door(api::COMPLETION, unit, month)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json);
    serde_json::from_value(answer.json).unwrap()
}

/// People who started, half of them completed, none mastered.
async fn people_learnt(house: &House, unit: &str, month: &str, started: i64) {
    let mut tx = house.server.store.write().await.unwrap();
    let sql = "INSERT INTO tally (course, unit, month, started, completed, mastered) VALUES ('thu', $1, $2, $3, $4, 0)";
    tx.run(sql, values![unit, month, started, started / 2]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn change(house: &House, sql: &str) {
    let mut tx = house.server.store.write().await.unwrap();
    tx.run(sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
}

fn names(report: &CompletionReport) -> Vec<&str> {
    report.rows.iter().map(|row| row.unit.as_ref().map_or("-", |unit| &unit.name)).collect()
}

fn started(report: &CompletionReport) -> Vec<Cell> {
    report.rows.iter().chain([&report.total]).map(|row| row.started).collect()
}

fn kind(answer: &Reply) -> (u16, &str) {
    (answer.status.as_u16(), answer.json["type"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn what_learners_complete_becomes_a_number_in_their_commune() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        for _ in 0..12 {
            let mut learner = Learner::arrives(&house).await;
            learner.does(&house, &[lives_in(Some(QUY_NHON), 1)]).await;
            learner.does(&house, &the_whole_course(edition)).await;
        }
        change(&house, "UPDATE administrative_unit SET people = 200 WHERE unit = '21583@2025-07-01'").await;
        let mut official = house.has("o.o", &["official"], Some(PROVINCE)).await;
        let report = sees(&mut official, &house, None, None).await;
        assert_eq!(names(&report), ["Phường Quy Nhơn", "Xã Vĩnh Sơn"]);
        assert_eq!(started(&report), [Cell::Shown(10), Cell::Shown(0), Cell::Shown(10)], "{}", house.engine);
        let commune = &report.rows[0];
        assert_eq!(
            (commune.people, commune.mastered, commune.completed_per_cent),
            (Some(200), Cell::Shown(10), Some(5))
        );
        assert_eq!((report.months, report.as_of, report.demo), (vec!["2026-11".to_owned()], NOON, false));
        let path: Vec<&str> = report.path.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!((path, report.total.unit), (vec!["Tỉnh Gia Lai"], None));
    }
}

#[tokio::test]
async fn an_official_starts_at_their_own_unit_and_sees_nothing_beside_it() {
    for house in House::all().await {
        house.publish(&small_course()).await;
        let mut official = house.has("o.o", &["official"], Some(QUY_NHON)).await;
        assert_eq!(names(&sees(&mut official, &house, None, None).await), ["Phường Quy Nhơn"]);
        for unit in [VINH_SON, PROVINCE, OTHER] {
            let answer = official.gets(&house, &door(api::COMPLETION, Some(unit), None)).await;
            assert_eq!(kind(&answer), (403, "forbidden"), "{unit}");
            let answer = official.gets(&house, &door(api::COMPLETION_CSV, Some(unit), None)).await;
            assert_eq!(kind(&answer), (403, "forbidden"), "{unit}");
        }
    }
}

#[tokio::test]
async fn the_whole_country_shows_provinces_and_those_who_named_no_commune() {
    for house in House::all().await {
        house.publish(&small_course()).await;
        for (unit, count) in [(QUY_NHON, 40), (VINH_SON, 22), ("", 31)] {
            people_learnt(&house, unit, "2026-11", count).await;
        }
        let mut administrator = house.has("a.a", &["administrator"], None).await;
        let report = sees(&mut administrator, &house, None, None).await;
        assert_eq!(names(&report), ["Tỉnh Gia Lai", "Tỉnh Quảng Ngãi", "-"]);
        assert_eq!(started(&report), [60, 0, 30, 95].map(Cell::Shown), "{}", house.engine);
        assert_eq!(report.rows.iter().map(|row| row.has_units).collect::<Vec<_>>(), [true, true, false]);
        let below = sees(&mut administrator, &house, Some(PROVINCE), None).await;
        assert_eq!(started(&below), [40, 20, 60].map(Cell::Shown));
        assert!(below.rows.iter().all(|row| !row.has_units));
    }
}

#[tokio::test]
async fn learners_of_a_unit_that_has_ended_count_where_most_of_it_went() {
    for house in House::all().await {
        house.publish(&small_course()).await;
        for (unit, ended) in [("00001@1900-01-01", true), ("00002@1900-01-01", true), ("00003@1900-01-01", true)] {
            let sql = "INSERT INTO administrative_unit (unit, code, valid_from, valid_to, name, kind) VALUES ($1, '0', '1900-01-01', $2, 'Xã cũ', 'commune')";
            let mut tx = house.server.store.write().await.unwrap();
            tx.run(sql, values![unit, ended.then(|| "2025-07-01".to_owned())]).await.unwrap();
            tx.commit().await.unwrap();
        }
        // 1 became 2 as a whole; most of 2 went to Vĩnh Sơn, a part to Quy Nhơn; of 3 nothing is known.
        for (old, new, how) in [
            ("00001@1900-01-01", "00002@1900-01-01", "whole"),
            ("00002@1900-01-01", QUY_NHON, "divided-part"),
            ("00002@1900-01-01", VINH_SON, "divided-main"),
        ] {
            let mut tx = house.server.store.write().await.unwrap();
            let sql = "INSERT INTO unit_successor (old_unit, new_unit, how) VALUES ($1, $2, $3)";
            tx.run(sql, values![old, new, how]).await.unwrap();
            tx.commit().await.unwrap();
        }
        for (unit, count) in
            [("00001@1900-01-01", 20), ("00002@1900-01-01", 30), ("00003@1900-01-01", 10), (QUY_NHON, 15)]
        {
            people_learnt(&house, unit, "2026-11", count).await;
        }
        let mut administrator = house.has("a.a", &["administrator"], None).await;
        let country = sees(&mut administrator, &house, None, None).await;
        assert_eq!(started(&country), [65, 0, 10, 75].map(Cell::Shown), "{}", house.engine);
        assert_eq!(
            started(&sees(&mut administrator, &house, Some(PROVINCE), None).await),
            [15, 50, 65].map(Cell::Shown)
        );
    }
}

#[tokio::test]
async fn a_cell_hidden_in_one_view_can_not_be_had_from_another() {
    for house in House::all().await {
        house.publish(&small_course()).await;
        for (unit, month, count) in
            [(QUY_NHON, "2026-09", 40), (QUY_NHON, "2026-10", 30), (VINH_SON, "2026-09", 25), (VINH_SON, "2026-10", 3)]
        {
            people_learnt(&house, unit, month, count).await;
        }
        let mut official = house.has("o.o", &["official"], Some(PROVINCE)).await;
        let september = started(&sees(&mut official, &house, None, Some("2026-09")).await);
        let october = started(&sees(&mut official, &house, None, Some("2026-10")).await);
        let all_time = started(&sees(&mut official, &house, None, None).await);
        // 3 in October alone would follow from all time less September, so its neighbours in row and column are hidden too.
        use Cell::{Shown, Suppressed};
        assert_eq!(october, [Suppressed, Suppressed, Shown(35)], "{}", house.engine);
        assert_eq!(september, [Suppressed, Suppressed, Shown(65)]);
        assert_eq!(all_time, [Shown(70), Shown(30), Shown(100)]);
        for (month, province) in [(Some("2026-09"), september), (Some("2026-10"), october), (None, all_time)] {
            let commune = started(&sees(&mut official, &house, Some(VINH_SON), month).await);
            assert_eq!(commune, [province[1], province[1]], "a commune alone is its row in the province");
        }
    }
}

#[tokio::test]
async fn a_cell_hidden_in_the_country_can_not_be_had_from_its_province_nor_the_reverse() {
    for house in House::all().await {
        house.publish(&small_course()).await;
        for (unit, month, count) in [
            (QUY_NHON, "2026-09", 40),
            (QUY_NHON, "2026-10", 12),
            ("", "2026-09", 200),
            ("", "2026-10", 200),
            ("", "2026-11", 3),
            (VINH_SON, "2026-11", 10),
        ] {
            people_learnt(&house, unit, month, count).await;
        }
        let mut administrator = house.has("a.a", &["administrator"], None).await;
        let mut official = house.has("o.o", &["official"], Some(PROVINCE)).await;
        for month in [None, Some("2026-09"), Some("2026-10"), Some("2026-11")] {
            let country = sees(&mut administrator, &house, None, month).await;
            let province = sees(&mut official, &house, None, month).await;
            let both = [&country.rows[0], &province.total].map(|row| (row.started, row.completed, row.mastered));
            assert_eq!(both[0], both[1], "{month:?} {}", house.engine);
        }
    }
}

#[tokio::test]
async fn months_are_listed_newest_first_and_an_empty_month_shows_nobody() {
    for house in House::all().await {
        house.publish(&small_course()).await;
        people_learnt(&house, QUY_NHON, "2026-09", 40).await;
        people_learnt(&house, QUY_NHON, "2026-11", 50).await;
        let mut official = house.has("o.o", &["official"], Some(PROVINCE)).await;
        let report = sees(&mut official, &house, None, Some("2026-10")).await;
        assert_eq!((report.months.join(" "), report.month.as_deref()), ("2026-11 2026-09".into(), Some("2026-10")));
        assert_eq!(started(&report), [0, 0, 0].map(Cell::Shown));
    }
}

#[tokio::test]
async fn the_csv_says_what_the_screen_says() {
    for house in House::all().await {
        house.publish(&small_course()).await;
        people_learnt(&house, QUY_NHON, "2026-11", 41).await;
        people_learnt(&house, VINH_SON, "2026-11", 4).await;
        change(
            &house,
            "UPDATE administrative_unit SET name = '=1+1, \"Xã\"', people = 900 WHERE unit = '21808@2025-07-01'",
        )
        .await;
        let mut official = house.has("o.o", &["official"], Some(PROVINCE)).await;
        let report = sees(&mut official, &house, None, Some("2026-11")).await;
        let answer = official.gets(&house, &door(api::COMPLETION_CSV, None, Some("2026-11"))).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        let disposition = "attachment; filename=\"completion-thu-52-2026-11.csv\"";
        assert_eq!(answer.headers[header::CONTENT_DISPOSITION], disposition);
        let text = String::from_utf8(answer.bytes).unwrap();
        let mut csv = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
        let records: Vec<Vec<String>> =
            csv.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        let rows: Vec<&CompletionRow> = report.rows.iter().chain([&report.total]).collect();
        assert_eq!(records.len(), rows.len());
        for (record, row) in records.iter().zip(rows) {
            let cell = |cell: Cell| if let Cell::Shown(count) = cell { count.to_string() } else { String::new() };
            let number = |number: Option<u64>| number.map_or(String::new(), |number| number.to_string());
            let expected = [
                number(row.people),
                cell(row.started),
                cell(row.completed),
                cell(row.mastered),
                number(row.completed_per_cent),
            ];
            assert_eq!(record[5..10], expected, "{}", house.engine);
            assert_eq!(record[10].contains("suppressed: started"), row.started == Cell::Suppressed);
        }
        assert!(records.iter().any(|record| record[4] == "'=1+1, \"Xã\"" && record[7].is_empty()), "{text}");
        assert_eq!(records.last().unwrap()[..4], ["thu", "2026-11", "total", ""]);
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_answered_so() {
    for house in House::all().await {
        house.publish(&small_course()).await;
        let mut administrator = house.has("a.a", &["administrator"], None).await;
        for (query, expected) in [
            ("", (400, "bad_request")),
            ("?course=", (400, "bad_request")),
            ("?course=../x", (400, "bad_request")),
            ("?course=thu&month=2026-13", (400, "bad_request")),
            ("?course=thu&month=2026-1", (400, "bad_request")),
            ("?course=thu&unit=52", (400, "bad_request")),
            ("?course=thu&x=1", (400, "bad_request")),
            ("?course=thu&course=thu", (400, "bad_request")),
            ("?course=khong-co", (404, "not_found")),
            ("?course=thu&unit=99@2025-07-01", (404, "not_found")),
            ("?course=thu&unit=52@1900-01-01", (404, "not_found")),
        ] {
            for path in [api::COMPLETION, api::COMPLETION_CSV] {
                let answer = administrator.gets(&house, &format!("{path}{query}")).await;
                assert_eq!(kind(&answer), expected, "{query}");
            }
        }
    }
}

#[tokio::test]
async fn every_door_has_its_answer_for_everybody() {
    for house in House::all().await {
        house.publish(&small_course()).await;
        let learner = Learner::arrives(&house).await;
        let people = [
            (Browser::default(), (401, "signed_out")),
            (house.has("t.t", &["trainer"], None).await, (403, "forbidden")),
            (house.has("o.o", &["official"], Some(PROVINCE)).await, (200, "")),
            (house.has("a.a", &["administrator"], None).await, (200, "")),
            (house.has("t.a", &["trainer", "administrator"], None).await, (200, "")),
        ];
        for (mut browser, expected) in people {
            for path in [api::COMPLETION, api::COMPLETION_CSV] {
                assert_eq!(kind(&browser.gets(&house, &door(path, None, None)).await), expected, "{path}");
                if expected.0 != 200 {
                    let nonsense = browser.gets(&house, &format!("{path}?nonsense")).await;
                    assert_eq!(kind(&nonsense), expected, "who may not ask isn't told what could be asked");
                }
            }
        }
        for path in [api::COMPLETION, api::COMPLETION_CSV] {
            let (status, _) =
                house.call(axum::http::Method::GET, &door(path, None, None), Some(&learner.token), b"").await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
        }
    }
}
