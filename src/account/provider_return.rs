//! Coming back from the provider of identities: what stands after `?` in the desk's address then, and what is left to do with it.

use crate::api::ApiFault;
use domain::api::{Problem, ProviderReply, STATE_LINK, STATE_SIGN_IN};
use domain::course::Language;

/// What the browser came back with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Whether it went out to link an identity, and not to sign in.
    pub linking: bool,
    /// The language it went out in.
    pub language: Language,
    /// The provider's word; nothing where it refused, or the person turned back.
    pub reply: Option<ProviderReply>,
}

impl Returned {
    /// Reads it, `value` being what stands in the address by a name; nothing where the address is any other.
    #[must_use]
    pub fn read(value: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let state = value("state")?;
        let mut words = state.split('.');
        let linking = match words.next()? {
            STATE_LINK => true,
            STATE_SIGN_IN => false,
            _ => return None,
        };
        let tag = words.next()?;
        let language = Language::ALL.into_iter().find(|language| language.tag() == tag)?;
        let reply = value("code").map(|code| ProviderReply { code, state: state.clone(), iss: value("iss") });
        Some(Self { linking, language, reply })
    }
}

/// What is left to do on the way through the provider.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Way {
    /// Nothing.
    #[default]
    Resting,
    /// Signing in waits for a code of the second step.
    CodeNeeded,
    /// Signing in didn't work.
    Refused(ApiFault),
    /// The identity is to be linked; without the provider's word that didn't work.
    Linking(Option<ProviderReply>),
}

/// What to say where the provider had no word for us.
#[must_use]
pub fn turned_back() -> ApiFault {
    let detail = "the provider sent no code".into();
    ApiFault::Refused(Problem { kind: "provider_refused".into(), status: 401, detail })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Option<Returned> {
        Returned::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn an_address_without_a_state_of_ours_is_any_other() {
        for pairs in [
            &[][..],
            &[("code", "a")],
            &[("code", "a"), ("state", "abc")],
            &[("code", "a"), ("state", "sign-in.xx.1.b")],
            &[("code", "a"), ("state", "sign-in")],
        ] {
            assert_eq!(read(pairs), None, "{pairs:?}");
        }
    }

    #[test]
    fn what_it_went_out_for_and_in_which_language_stands_in_the_state() {
        let back = read(&[("code", "a"), ("state", "link.en.1.b"), ("iss", "https://id.example.vn")]).unwrap();
        assert!(back.linking && back.language == Language::En);
        let reply = back.reply.unwrap();
        assert_eq!((reply.code.as_str(), reply.state.as_str()), ("a", "link.en.1.b"));
        assert_eq!(reply.iss.as_deref(), Some("https://id.example.vn"));
        let refused = read(&[("error", "access_denied"), ("state", "sign-in.vi.1.b")]).unwrap();
        assert_eq!(refused, Returned { linking: false, language: Language::Vi, reply: None });
    }
}
