//! Administrative units: all of Vietnam or one province, old and new, loaded as often as one likes.

mod house;

use domain::unit::find;
use house::{House, NOON, PROVINCE, QUY_NHON};
use server::error::Fault;
use server::{units, values};

const TABLES: [(&str, &str); 2] = [
    ("administrative_unit", "unit, code, valid_from, valid_to, name, kind, parent, people, people_as_of"),
    ("unit_successor", "old_unit, new_unit, how"),
];

async fn count(house: &House, sql: &str) -> i64 {
    house.server.store.row(sql, vec![]).await.unwrap().unwrap().int(0).unwrap()
}

#[tokio::test]
async fn all_of_vietnam_is_loaded_and_again_without_a_change() {
    for house in House::all().await {
        let store = &house.server.store;
        let begun = std::time::Instant::now();
        let done = units::import(store, NOON, None).await.unwrap();
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
        assert_eq!((done.today, done.before), (34 + 3321, 63 + 696 + 10_035));
        let once = house.dump(&TABLES).await;
        units::import(store, NOON, None).await.unwrap();
        assert!(house.dump(&TABLES).await == once, "{}", house.engine);
        let provinces = units::provinces(store).await.unwrap();
        assert_eq!((provinces.len(), provinces[0].name.as_str()), (34, "Tỉnh An Giang"));
    }
}

#[tokio::test]
async fn every_unit_stands_under_one_that_is_there_and_every_old_commune_has_one_heir() {
    let house = House::on_sqlite().await;
    units::import(&house.server.store, NOON, None).await.unwrap();
    let orphans = "SELECT COUNT(*) FROM administrative_unit u LEFT JOIN administrative_unit p ON p.unit = u.parent \
                   WHERE u.kind <> 'province' AND p.unit IS NULL";
    assert_eq!(count(&house, orphans).await, 0);
    let heirless = "SELECT COUNT(*) FROM administrative_unit u WHERE u.kind = 'commune' AND u.valid_to IS NOT NULL AND 1 <> \
                    (SELECT COUNT(*) FROM unit_successor s JOIN administrative_unit n ON n.unit = s.new_unit AND n.valid_to IS NULL \
                     WHERE s.old_unit = u.unit AND s.how IN ('whole', 'divided-main'))";
    assert_eq!(count(&house, heirless).await, 0);
}

#[tokio::test]
async fn a_province_is_loaded_with_what_became_part_of_it_and_becomes_the_home() {
    for house in House::all().await {
        let store = &house.server.store;
        let done = units::import(store, NOON, Some("52")).await.unwrap();
        assert_eq!(done.today, 1 + 110 + 25);
        let old = "SELECT COUNT(*) FROM administrative_unit WHERE kind = 'province' AND valid_to IS NOT NULL";
        assert_eq!(count(&house, old).await, 2, "old Bình Định and old Gia Lai");
        assert_eq!(units::home_province(store).await.unwrap().as_deref(), Some("52"));
        units::import(store, NOON, Some("51")).await.unwrap();
        assert_eq!(units::home_province(store).await.unwrap().as_deref(), Some("52"), "a second province isn't home");
        units::import(store, NOON, None).await.unwrap();
        assert_eq!(units::set_home(store, NOON, "51").await.unwrap(), "Tỉnh Quảng Ngãi");
        assert_eq!(units::home_province(store).await.unwrap().as_deref(), Some("51"));
    }
}

#[tokio::test]
async fn a_province_that_is_not_there_is_refused_and_nothing_changes() {
    for house in House::all().await {
        let store = &house.server.store;
        let before = house.dump(&TABLES).await;
        for code in ["", "99", "21583", "Gia Lai", "64"] {
            assert!(matches!(units::import(store, NOON, Some(code)).await, Err(Fault::Invalid(_))), "{code}");
            assert!(matches!(units::set_home(store, NOON, code).await, Err(Fault::Invalid(_))), "{code}");
        }
        assert_eq!(house.dump(&TABLES).await, before);
        assert_eq!(units::home_province(store).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_code_used_again_names_two_units() {
    for house in House::all().await {
        let store = &house.server.store;
        units::import(store, NOON, Some("52")).await.unwrap();
        let name = async |unit: &str| units::name(store, &unit.parse().unwrap()).await.unwrap();
        assert_eq!(name("52@1900-01-01").await.as_deref(), Some("Tỉnh Bình Định"));
        assert_eq!(name(PROVINCE).await.as_deref(), Some("Tỉnh Gia Lai"));
        let path = units::path(store, &QUY_NHON.parse().unwrap()).await.unwrap();
        let path: Vec<&str> = path.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(path, ["Tỉnh Gia Lai", "Phường Quy Nhơn"]);
        assert!(matches!(units::path(store, &"52@1900-01-01".parse().unwrap()).await, Err(Fault::NotFound(_))));
    }
}

#[tokio::test]
async fn people_find_their_commune_by_its_old_name_and_district() {
    for house in House::all().await {
        let store = &house.server.store;
        units::import(store, NOON, Some("52")).await.unwrap();
        let gia_lai = units::province_units(store, "52").await.unwrap();
        assert_eq!((gia_lai.name.as_str(), gia_lai.communes.len()), ("Tỉnh Gia Lai", 135));
        let quy_nhon = gia_lai.communes.iter().find(|commune| commune.key.to_string() == QUY_NHON).unwrap();
        assert!(
            quy_nhon.old_names.contains(&"Phường Đống Đa, Thành phố Quy Nhơn".to_owned()),
            "{:?}",
            quy_nhon.old_names
        );
        let found = find(&gia_lai.communes, "dong da", 3);
        assert_eq!(found[0].commune.name, "Phường Quy Nhơn");
        assert!(gia_lai.communes.iter().all(|commune| !commune.old_names.is_empty()));
        assert!(matches!(units::province_units(store, "99").await, Err(Fault::NotFound(_))));
        let size = serde_json::to_vec(&gia_lai).unwrap().len();
        assert!(size < 40_000, "a phone downloads {size} bytes");
    }
}

#[tokio::test]
async fn a_known_number_of_people_is_not_lost_by_loading_again() {
    for house in House::all().await {
        let store = &house.server.store;
        units::import(store, NOON, Some("52")).await.unwrap();
        let mut tx = store.write().await.unwrap();
        tx.run("UPDATE administrative_unit SET people = 98000 WHERE unit = $1", values![QUY_NHON]).await.unwrap();
        tx.commit().await.unwrap();
        units::import(store, NOON, Some("52")).await.unwrap();
        let people = "SELECT CAST(SUM(people) AS BIGINT) FROM administrative_unit";
        assert_eq!(count(&house, people).await, 3_153_000 + 98_000, "{}", house.engine);
    }
}
