//! Several learners on one phone, one on several, and learners who were erased, against the same server and network.

use super::*;
use crate::device::journal::standing_put;
use crate::device::sync::Standing;

/// Another learner on the same shelves.
fn neighbour(store: &Store) -> Journal {
    let profile = crate::device::profile::Profile::new(dice);
    at_once(store.put(vec![crate::device::journal::profile_put(&profile)])).unwrap();
    at_once(Journal::open_as(store.clone(), profile.device, dice, true)).unwrap()
}

#[test]
fn a_page_under_way_while_the_phone_passes_on_is_written_down_for_the_learner_who_made_it() {
    struct Passing<'a>(FakeServer, &'a Journal);
    impl Server for Passing<'_> {
        async fn register(&self, request: &RegisterDevice) -> Result<DeviceToken, ApiFault> {
            self.0.register(request).await
        }
        async fn push(&self, token: &str, page: String) -> Result<PushReport, ApiFault> {
            // The other learner takes the phone and learns, before the answer arrives.
            self.1.append(&fact(7), 1).await.unwrap();
            self.0.push(token, page).await
        }
        async fn pull(&self, token: &str, head: &str) -> Result<PullPage, ApiFault> {
            self.0.pull(token, head).await
        }
    }
    let store = Store::in_memory();
    let (one, _) = open(&store);
    let other = neighbour(&store);
    (0..3).for_each(|_| at_once(one.append(&fact(1), 1)).unwrap());
    let server = Passing(FakeServer::default(), &other);
    assert_eq!(at_once(round(&one, &server, true, || 1)), Ended::Done);
    assert!(server.0.held.borrow().iter().all(|(device, ..)| *device == one.profile().device));
    assert_eq!((one.ledger().counts(), other.ledger().counts()), ((0, 0), (1, 0)));
    assert_eq!(other.standing(), Standing::default());
    for journal in [&one, &other] {
        let again = at_once(Journal::open_as(store.clone(), journal.profile().device, dice, true)).unwrap();
        assert_eq!(*again.ledger(), *journal.ledger());
    }
}

#[test]
fn two_tabs_with_two_learners_do_not_hear_each_other() {
    let store = Store::in_memory();
    let ((one, _), other) = (open(&store), neighbour(&store));
    let said = std::rc::Rc::new(RefCell::new(Vec::new()));
    let hearing = std::rc::Rc::clone(&said);
    one.listen(move |news, _| hearing.borrow_mut().push(news.clone()));
    at_once(one.append(&fact(1), 1)).unwrap();
    at_once(other.append(&fact(2), 1)).unwrap();
    assert_eq!(said.borrow().len(), 1);
    assert!(said.borrow().iter().all(|news| other.heard(news).is_none()));
    assert_eq!((one.ledger().rows.len(), other.ledger().rows.len()), (1, 1));
    assert_ne!(one.profile().learner, other.profile().learner);
    assert_ne!(one.profile().secret, other.profile().secret);
}

#[test]
fn who_comes_from_another_phone_pulls_everything_before_doing_anything() {
    let store = Store::in_memory();
    let journal = neighbour(&store);
    let server = FakeServer::default();
    (1..=20).for_each(|seq| server.held.borrow_mut().push((DeviceId::from_bytes([7; 16]), (1, seq), text(1, seq, 9))));
    server.token.set(Some(1));
    let standing = Standing { token: Some("1".into()), incarnation: Some(server.incarnation()), ..Standing::default() };
    at_once(store.put(vec![standing_put(journal.profile().device, &standing)])).unwrap();
    let journal = at_once(Journal::open_as(store, journal.profile().device, dice, true)).unwrap();
    assert_eq!(send(&journal, &server), Ended::Done);
    assert_eq!((journal.ledger().pulled.len(), journal.ledger().rows.len()), (20, 0));
}

#[test]
fn statements_that_came_behind_our_head_are_pulled_when_two_learners_were_joined() {
    let (journal, _) = open(&Store::in_memory());
    let server = FakeServer::default();
    (0..4).for_each(|_| at_once(journal.append(&fact(1), 1)).unwrap());
    assert_eq!(send(&journal, &server), Ended::Done);
    // Received before what we have seen: at the front.
    server.held.borrow_mut().insert(0, (DeviceId::from_bytes([8; 16]), (1, 1), text(1, 1, 77)));
    // Nothing new is done here: opening the app is enough.
    assert_eq!(send(&journal, &server), Ended::Done);
    assert_eq!(journal.ledger().pulled.iter().filter(|pulled| pulled.text.contains("\"at\":77")).count(), 1);
}

#[test]
fn gone_ends_a_round_at_every_door_and_a_portals_410_ends_nothing() {
    for before in [
        vec![Trouble::Erased],
        vec![Trouble::Erased, Trouble::None],
        vec![Trouble::Erased, Trouble::None, Trouble::None],
    ] {
        let (journal, _) = open(&Store::in_memory());
        at_once(journal.append(&fact(1), 1)).unwrap();
        let server = FakeServer::default();
        before.clone_into(&mut server.troubles.borrow_mut());
        assert_eq!(send(&journal, &server), Ended::Gone, "{before:?}");
    }
    let other = ApiFault::Refused(Problem { kind: "about:blank".into(), status: 410, detail: String::new() });
    assert!(!other.gone() && !ApiFault::NotApi.gone());
}

#[test]
fn an_erased_learner_leaves_nothing_and_no_late_tab_or_answer_writes_them_again() {
    let store = Store::in_memory();
    let ((one, _), other) = (open(&store), neighbour(&store));
    (0..3).for_each(|_| at_once(one.append(&fact(1), 1)).unwrap());
    at_once(other.append(&fact(2), 1)).unwrap();
    let late = at_once(Journal::open_as(store.clone(), one.profile().device, dice, true)).unwrap();
    at_once(one.forget(Vec::new())).unwrap();
    assert!(at_once(late.append(&fact(9), 1)).is_err());
    assert!(late.saved(), "it was refused, not lost");
    assert_eq!(send(&late, &FakeServer::default()), Ended::Done);
    let own = |key: &str| key.contains(&one.profile().device.to_string());
    for shelf in [Shelf::Learner, Shelf::Statement, Shelf::Pulled, Shelf::Place] {
        assert!(!at_once(store.all(shelf, "")).unwrap().iter().any(|(key, _)| own(key)), "{shelf:?}");
    }
    assert!(at_once(Journal::open_as(store.clone(), one.profile().device, dice, true)).is_err());
    let neighbour = at_once(Journal::open_as(store, other.profile().device, dice, true)).unwrap();
    assert_eq!(neighbour.ledger().rows.len(), 1);
}
