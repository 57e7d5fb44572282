//! The format that API.md expects of each reply. A `?` after a type means that the field may be missing or null.

/// Pairs of path and types. `|` separates types, and `[]` stands for each row of a list.
pub type Expected = &'static [(&'static str, &'static str)];

pub const ACCOUNTS: Expected = &[
    ("statusCode", "whole number"),
    ("message", "text"),
    ("data.success", "boolean"),
    ("data.count", "whole number"),
    ("data.accounts", "list"),
    ("data.accounts[].accountId", "text"),
    ("data.accounts[].email", "text?"),
    ("data.accounts[].name", "text?"),
    ("data.accounts[].country", "text?"),
    ("data.accounts[].createdAt", "text?"),
];

pub const ME: Expected = &[
    ("statusCode", "whole number"),
    ("message", "text"),
    ("data.status_code", "whole number"),
    ("data.data.success", "boolean"),
    ("data.data.response.account.id", "text|whole number"),
    ("data.data.response.account.username", "text"),
    ("data.data.response.account.displayName", "text?"),
];

pub const CHATS: Expected = &[
    ("statusCode", "whole number"),
    ("message", "text"),
    ("data.status_code", "whole number"),
    ("data.nextCursor", "text|whole number?"),
    ("data.data.success", "boolean"),
    ("data.data.nextCursor", "text|whole number?"),
    ("data.data.response.cursor", "text|whole number?"),
    ("data.data.response.data", "list"),
    ("data.data.response.data[].groupId", "text|whole number"),
    ("data.data.response.data[].partnerAccountId", "text|whole number"),
    ("data.data.response.data[].partnerUsername", "text?"),
    ("data.data.response.data[].flags", "whole number?"),
    ("data.data.response.aggregationData.accounts", "list"),
    ("data.data.response.aggregationData.accounts[].id", "text|whole number"),
    ("data.data.response.aggregationData.accounts[].username", "text"),
    ("data.data.response.aggregationData.accounts[].displayName", "text?"),
];

/// The format is not known.
pub const SEARCH: Expected = &[("statusCode", "whole number"), ("message", "text")];

pub const SUPPORTERS: Expected = &[
    ("statusCode", "whole number"),
    ("message", "text"),
    ("data.status_code", "whole number"),
    ("data.data.success", "boolean"),
    ("data.data.response", "list"),
    ("data.data.response[].correlationAccountId", "text|whole number"),
    ("data.data.response[].totalGross", "whole number|number"),
    ("data.data.response[].totalNet", "whole number|number?"),
];

pub const SUBSCRIBERS: Expected = &[
    ("statusCode", "whole number"),
    ("message", "text"),
    ("data.status_code", "whole number"),
    ("data.nextCursor", "text|whole number?"),
    ("data.data.success", "boolean"),
    ("data.data.nextCursor", "text|whole number?"),
    ("data.data.response.cursor", "text|whole number?"),
    ("data.data.response.subscriptions", "list"),
    ("data.data.response.subscriptions[].subscriberId", "text|whole number"),
    ("data.data.response.subscriptions[].subscriptionTierName", "text?"),
    ("data.data.response.subscriptions[].status", "whole number"),
    ("data.data.response.subscriptions[].renewDate", "text|whole number?"),
    ("data.data.response.subscriptions[].endsAt", "text|whole number?"),
];

pub const FOLLOWERS: Expected = &[
    ("statusCode", "whole number"),
    ("message", "text"),
    ("data.status_code", "whole number"),
    ("data.nextCursor", "text|whole number?"),
    ("data.data.success", "boolean"),
    ("data.data.nextCursor", "text|whole number?"),
    ("data.data.response.cursor", "text|whole number?"),
    ("data.data.response.followers", "list"),
    ("data.data.response.followers[].followerId", "text|whole number"),
    ("data.data.response.aggregationData.accounts", "list"),
    ("data.data.response.aggregationData.accounts[].id", "text|whole number"),
    ("data.data.response.aggregationData.accounts[].username", "text"),
    ("data.data.response.aggregationData.accounts[].displayName", "text?"),
];

pub const ADD: Expected = &[
    ("statusCode", "whole number"),
    ("message", "text"),
    ("timestamp", "text"),
    ("data.status_code", "whole number"),
    ("data.data.success", "boolean"),
    ("data.data.response.accountId", "text|whole number"),
    ("data.data.response.ignoredId", "text|whole number"),
    ("data.data.response.ignoreFlags", "whole number"),
];

/// Not documented, so every field is new.
pub const REMOVE: Expected = &[];

/// Not documented, so every field is new.
pub const MUTE: Expected = &[];
