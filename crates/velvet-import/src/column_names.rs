//! What the names of columns say: whether a column holds fans, and which one labels them.

/// Words that name a column of fans. `*` stands for any ending.
#[rustfmt::skip]
const FANS: [&str; 50] = [
    "fan", "fans", "fannummer", "user", "users", "subscriber*", "follower*", "supporter*", "partner*",
    "correlation", "customer*", "member", "members", "recipient*", "patron", "patrons", "client*",
    "buyer*", "nutzer", "nutzers", "nutzernummer", "benutzer", "benutzers", "abonnent*", "kunde*",
    "mitglied*", "empfänger*", "usuari*", "suscriptor*", "seguidor*", "miembro*", "destinatari*",
    "utilisateur*", "abonné", "abonnés", "abonnée", "abonnées", "membre*", "destinataire*", "utent*",
    "abbonat*", "seguac*", "membro", "membri", "membros", "iscritt*", "usuári*", "assinante*",
    "inscrito*", "fã",
];

/// Words that name a column of anything else.
#[rustfmt::skip]
const OTHERS: [&str; 86] = [
    "creator*", "model", "models", "owner*", "own", "my", "message*", "post", "posts", "order*",
    "transac*", "transak*", "transaz*", "transaç*", "payment*", "payout*", "media", "group*", "chat*",
    "tier*", "plan", "plans", "subscription*", "suscripci*", "abonnement*", "abbonament*",
    "assinatura*", "abo", "abos", "invoice*", "rechnung*", "factur*", "fattur*", "fatur*", "receipt*",
    "zahlung*", "paiement*", "pago*", "pagament*", "guild*", "server*", "channel*", "nachricht*",
    "mensaje*", "messagg*", "mensage*", "gruppe*", "grupo*", "grupp*", "ersteller*", "créateur*",
    "creador*", "creatore*", "criador*", "bestell*", "auftrag*", "commande*", "pedido*", "ordine*",
    "phone*", "date", "time", "amount", "total", "price", "gross", "net", "campaign*", "record*", "row",
    "ticket*", "session*", "device*", "product*", "item*", "bundle*", "wallet*", "attachment*",
    "promotion*", "tracking*", "charge*", "sale*", "tip", "tips", "buchung*", "vorgang*",
];

/// Words for an account. They mean the creator's own one, unless another word says that it is a fan's.
const ACCOUNTS: [&str; 6] = ["account*", "konto*", "compte*", "cuenta*", "conto", "conta"];

/// Other sites. Their IDs may look like Fansly's, whoever they belong to.
#[rustfmt::skip]
const OTHER_SITES: [&str; 15] = [
    "discord*", "telegram*", "twitter*", "onlyfans*", "instagram*", "patreon*", "reddit*", "tiktok*",
    "stripe*", "paypal*", "youtube*", "twitch*", "snapchat*", "facebook*", "whatsapp*",
];

/// The same for languages without blanks between words, where a word may stand anywhere in a name.
#[rustfmt::skip]
const FANS_WITHIN: [&str; 22] = [
    "ユーザー", "ユーザ", "ファン", "フォロワー", "会員", "購読者", "登録者", "顧客", "お客様", "受信者", "用户", "用戶", "粉丝", "粉絲", "会员",
    "會員", "客户", "客戶", "订阅者", "訂閱者", "关注者", "支持者",
];
#[rustfmt::skip]
const OTHERS_WITHIN: [&str; 34] = [
    "注文", "取引", "決済", "支払", "請求", "購読", "投稿", "メッセージ", "プラン", "ティア", "グループ", "チャット", "クリエイター", "アカウント",
    "订单", "訂單", "交易", "支付", "付款", "消息", "訊息", "帖子", "套餐", "群", "订阅", "訂閱", "账户", "帳戶", "创作者", "創作者",
    "发票", "發票", "流水", "媒体",
];

/// Names of a label column, the best first.
#[rustfmt::skip]
const NAMES: [&str; 25] = [
    "username", "user name", "display name", "displayname", "fan name", "nickname", "handle", "name",
    "label", "nick", "benutzername", "nombre", "nom", "nome", "anzeigename", "spitzname",
    "nom d utilisateur", "nombre de usuario", "nome utente", "nome de usuário", "pseudo", "昵称", "用户名",
    "ユーザー名", "ニックネーム",
];

/// The fields in which the replies of the API give the ID of a fan.
const API_FANS: [&str; 4] = ["partnerAccountId", "subscriberId", "followerId", "correlationAccountId"];

/// Words for "ID".
const IDS: [&str; 6] = ["id", "ids", "userid", "fanid", "uid", "identifier"];

/// Words for "ID" with which names begin in languages that put the more specific word behind: `ID de usuario`.
const IDS_IN_FRONT: [&str; 9] =
    ["id", "ids", "identifiant", "identificador", "identificativo", "número", "numero", "numéro", "código"];

/// Words that say nothing by themselves.
#[rustfmt::skip]
const FILLERS: [&str; 18] = [
    "de", "del", "du", "da", "do", "des", "der", "la", "le", "l", "of", "the", "n", "nr", "number",
    "nummer", "fansly", "list",
];

/// Most words of a name that is known.
const MOST_WORDS: usize = 4;

/// Weight of a name that certainly means fans.
pub(crate) const FAN: f64 = 3.0;

/// What a word in a column's name speaks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Fan,
    Other,
}

/// Returns the weight of a column's name in the search for fan IDs. 1 is neutral.
pub(crate) fn worth_for_ids(name: &str) -> f64 {
    if is_api_fan(name) {
        return 10.0;
    }
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| is_in(list, word));
    let mut meanings = words.iter().filter_map(|word| meaning(word));
    let in_front = words.first().is_some_and(|word| IDS_IN_FRONT.contains(&word.as_str()));
    // The word that matters is the last one in `userMessageId`, and the first one in `ID de mensaje del usuario`.
    let meaning = if in_front { meanings.next() } else { meanings.next_back() };
    match meaning.or_else(|| meaning_within(name)) {
        _ if has(&OTHER_SITES) => 0.2,
        Some(Meaning::Fan) => FAN,
        Some(Meaning::Other) => 0.2,
        None if has(&["fansly*"]) => FAN,
        None if has(&ACCOUNTS) => 0.2,
        // `avatar.id` of an account is less likely its ID than `id`.
        None if has(&IDS) && name.contains('.') => 1.2,
        None if has(&IDS) => 1.5,
        None => 1.0,
    }
}

/// Whether a column or field has the name of a field in which the API gives the ID of a fan.
pub(crate) fn is_api_fan(name: &str) -> bool {
    let field = name.rsplit('.').next().unwrap_or(name).trim();
    API_FANS.contains(&field)
}

/// Returns what a word means. `userid` is one word, too.
fn meaning(word: &str) -> Option<Meaning> {
    let short = ["ids", "id", "nummer", "number"].iter().find_map(|end| word.strip_suffix(end));
    let means = |list: &[&str]| is_in(list, word) || short.is_some_and(|word| is_in(list, word));
    match () {
        () if means(&FANS) => Some(Meaning::Fan),
        () if means(&OTHERS) => Some(Meaning::Other),
        () => None,
    }
}

/// Returns what the last of the words in a name without blanks means. Of two words at the same place, the longer one
/// counts: a subscriber is written as a subscription and one more character.
fn meaning_within(name: &str) -> Option<Meaning> {
    if name.is_ascii() {
        return None;
    }
    let last = |list: &[&str]| list.iter().filter_map(|word| Some(name.rfind(word)? + word.len())).max();
    let (fan, other) = (last(&FANS_WITHIN), last(&OTHERS_WITHIN));
    if fan.is_none() && other.is_none() {
        return None;
    }
    Some(if fan > other { Meaning::Fan } else { Meaning::Other })
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| match known.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == *known,
    })
}

/// Ranks a column's name in the search for labels. Lower is better.
pub(crate) fn rank_for_labels(name: &str) -> Option<usize> {
    let name = words(name).join(" ");
    NAMES
        .iter()
        .position(|known| name == *known)
        .or_else(|| (name.ends_with(" name") || name.ends_with(" username")).then_some(NAMES.len()))
}

/// Whether every word of the cell is known from column names. Concatenated lists also have headers in the middle.
pub(crate) fn is_heading(cell: &str) -> bool {
    let lists = [&FANS[..], &OTHERS, &ACCOUNTS, &IDS, &NAMES];
    let names = |word: &String| lists.into_iter().any(|list| is_in(list, word));
    let mut words = words(cell);
    words.retain(|word| !FILLERS.contains(&word.as_str()));
    !words.is_empty() && words.iter().all(names) || is_known(cell) && !cell.is_ascii()
}

/// Whether a name is known from columns of fans or of their names.
pub(crate) fn is_known(cell: &str) -> bool {
    let words = words(cell);
    let id = |word: &String| IDS.contains(&word.as_str()) || is_in(&FANS, word);
    // Users without a name are called `用户123` and the like.
    let within = || meaning_within(cell) == Some(Meaning::Fan) && !cell.chars().any(char::is_numeric);
    words.len() <= MOST_WORDS && (words.iter().any(id) || within()) || rank_for_labels(cell).is_some()
}

/// Splits a name into lower-case words: `fanId`, `FAN_ID`, and `Fan ID` give the same ones.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in name.chars().take(80) {
        if (c.is_uppercase() && small) || !c.is_alphanumeric() {
            words.push(String::new());
        }
        small = c.is_lowercase();
        if c.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.extend(c.to_lowercase()));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_understood_however_they_are_written() {
        for name in ["fan id", "Fan ID", "fanId", "FAN_ID", "user_id", "subscriberId", "userid"] {
            assert!(worth_for_ids(name) > worth_for_ids("id"), "{name}");
        }
        for name in [
            "partnerAccountId",
            "correlationAccountId",
            "partneraccountid",
            "Order customer ID",
            "Fansly ID",
            "Kunden-Nr.",
            "Abonnentennummer",
            "Empfänger-ID",
            "ID utilisateur",
            "ID de l'abonné",
            "ID de usuario",
            "ID do assinante",
            "ID del usuario de la transacción",
            "ID utente",
            "ID abbonato",
            "用户ID",
            "订阅者ID",
            "ファンID",
            "会員番号",
        ] {
            assert!(worth_for_ids(name) > worth_for_ids("id"), "{name}");
        }
        for name in [
            "creator_id",
            "accountId",
            "message id",
            "Phone",
            "userMessageId",
            "subscriptionTierId",
            "planId",
            "discord_id",
            "Discord user ID",
            "Stripe customer ID",
            "Bestellnummer",
            "Abonnement-ID",
            "Rechnungsnummer",
            "ID transaction",
            "ID de la suscripción del usuario",
            "ID do pedido",
            "ID ordine",
            "N° de commande",
            "交易号",
            "用户订单号",
            "订阅ID",
            "注文ID",
            "mediaid",
        ] {
            assert!(worth_for_ids(name) < 1.0, "{name}");
        }
        assert!(rank_for_labels("Display Name") < rank_for_labels("name"));
        assert!(rank_for_labels("displayName") < rank_for_labels("name"));
        assert_eq!(rank_for_labels("amount"), None);
    }
}
