//! Texts in both languages: messages, faults, labels.

use serde::{Deserialize, Serialize};

/// Language of headers and messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    Zh,
    #[default]
    En,
}

impl Language {
    /// The one of two texts that is in this language.
    pub fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

impl Text {
    /// The text in a language.
    pub fn of(&self, lang: Language) -> &str {
        lang.of(&self.zh, &self.en)
    }

    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// What reads the same in both languages: a name, a number, what the user wrote.
impl From<String> for Text {
    fn from(same: String) -> Self {
        Text { zh: same.clone(), en: same }
    }
}

impl From<&str> for Text {
    fn from(same: &str) -> Self {
        same.to_owned().into()
    }
}

/// `both!("中文 {x}", "English {x}")`: a [`Text`] from two formats, with the same arguments if any.
macro_rules! both {
    ($zh:literal, $en:literal $(, $($argument:tt)+)?) => {
        $crate::base::language::Text {
            zh: format!($zh $(, $($argument)+)?),
            en: format!($en $(, $($argument)+)?),
        }
    };
}
pub(crate) use both;
