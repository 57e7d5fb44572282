use super::dice::Dice;

/// The script of a fan's display name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Plain letters.
    Plain,
    /// Letters with accents.
    Accented,
    /// Right-to-left.
    RightToLeft,
    /// With an emoji.
    Emoji,
    /// Chinese, Japanese, or Korean.
    EastAsian,
    /// No display name.
    None,
}

const FIRST: &[&str] = &[
    "Alex", "Ben", "Carla", "Dana", "Eli", "Finn", "Grace", "Hugo", "Ivy", "Jonas", "Kit", "Leo", "Mia",
    "Nate", "Olive", "Pia", "Quinn", "Rosa", "Sam", "Theo", "Uma", "Vera", "Will", "Yara", "Zoe",
];
const LAST: &[&str] = &[
    "Archer", "Brook", "Carver", "Dale", "Ellis", "Fox", "Grant", "Hale", "Ingram", "Jones", "Keller",
    "Lane", "Marsh", "North", "Oakes", "Porter", "Reed", "Stone", "Turner", "Vance", "West", "Young",
];
const ACCENTED: &[&str] = &[
    "José Peña",
    "Zoë Brontë",
    "Łukasz Żak",
    "Søren Ågård",
    "Chloé Lefèvre",
    "Jürgen Groß",
    "Nuño Araújo",
    "Dvořák Jiří",
    "Åsa Öberg",
    "Şule Çelik",
    "Đorđe Nikšić",
    "Ngọc Ánh",
    "Ελένη Παππά",
    "Зоя Ёлкина",
];
const RIGHT_TO_LEFT: &[&str] = &[
    "ليلى حسن",
    "عمر الفاروق",
    "נועה כהן",
    "אורי לוי",
    "سارة محمود",
    "یاسمن رضایی",
    "דניאל (Dan) שלום",
    "نور 77",
];
const EMOJI: &[&str] = &["🌹", "✨", "🖤", "🔥", "👩🏽‍🎤", "🏳️‍🌈", "🇪🇸", "🦊", "☕️"];
const EAST_ASIAN: &[&str] = &["王小明", "さくら", "김민준", "林美玲", "タケシ", "이서연"];

/// Invents a username in plain letters and, for most fans, a display name.
pub fn invent(dice: &mut Dice) -> (String, Option<String>, Script) {
    let (first, last) = (dice.pick(FIRST), dice.pick(LAST));
    let script = match dice.below(100) {
        0..58 => Script::Plain,
        58..70 => Script::Accented,
        70..78 => Script::RightToLeft,
        78..86 => Script::Emoji,
        86..90 => Script::EastAsian,
        _ => Script::None,
    };
    let name = match script {
        Script::Plain => Some(format!("{first} {last}")),
        Script::Accented => Some(dice.pick(ACCENTED).to_owned()),
        Script::RightToLeft => Some(dice.pick(RIGHT_TO_LEFT).to_owned()),
        Script::Emoji => Some(format!("{first} {}", dice.pick(EMOJI))),
        Script::EastAsian => Some(dice.pick(EAST_ASIAN).to_owned()),
        Script::None => None,
    };
    (format!("{first}_{last}").to_lowercase(), name, script)
}
