//! Key slots: a user's keys, sealed under her passphrase (or a one-time code).
//!
//! Purpose: `{"body":"<head>","ct":"<base64>"}`; the head is the AAD verbatim, the key is
//! HKDF-SHA256(argon2id(passphrase, salt), "desk/slot/v1"), the cipher XChaCha20-Poly1305. A wrong
//! passphrase is a failed tag: there is no verifier to attack or to disagree.
//! Must never: open a slot the roster does not name (the caller gives the expected id and gen).

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::kdf::{KdfParams, KdfPort};
use crate::random;
use crate::roster::SlotRef;
use crate::secret::{Passphrase, RecordIdentity};
use crate::sign::{SigningKey, array_from_b64};

/// Largest slot file read.
pub(crate) const SLOT_LIMIT: u64 = 8 * 1024;

const ALGORITHM: &str = "argon2id";
const VERSION: u32 = 19;
const CIPHER: &str = "xchacha20poly1305";
const INFO: &[u8] = b"desk/slot/v1";

/// What a slot opens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SlotKind {
    /// A user's own keys.
    User,
    /// An invitation: a signing seed only, opened by a one-time code.
    Invite,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KdfField {
    alg: String,
    ver: u32,
    m_kib: u32,
    t: u32,
    p: u32,
    salt: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    v: u32,
    kind: SlotKind,
    slot_id: Uuid,
    user_id: Uuid,
    r#gen: u64,
    pw_norm: u32,
    created: String,
    kdf: KdfField,
    aead: String,
    nonce: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    body: String,
    ct: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inside<'a> {
    #[serde(borrow)]
    age_identity: Option<&'a str>,
    sign_seed: &'a str,
    user_id: Uuid,
    r#gen: u64,
}

/// The keys inside.
#[derive(Debug)]
pub(crate) struct SlotKeys {
    /// Absent in an invitation.
    pub(crate) identity: Option<RecordIdentity>,
    pub(crate) signing: SigningKey,
}

/// What a slot is made from.
pub(crate) struct SlotPlan<'a> {
    pub(crate) user: Uuid,
    pub(crate) slot: SlotRef,
    /// Day of making, `YYYY-MM-DD`.
    pub(crate) created: &'a str,
    pub(crate) identity: Option<&'a RecordIdentity>,
    pub(crate) signing: &'a SigningKey,
    pub(crate) params: KdfParams,
}

/// Seals keys under a passphrase; the file's text.
pub(crate) fn seal(
    plan: &SlotPlan<'_>,
    passphrase: &Passphrase,
    port: &KdfPort,
) -> Result<String, VaultError> {
    let salt: [u8; 16] = random::array()?;
    let nonce: [u8; 24] = random::array()?;
    let kind = if plan.identity.is_some() {
        SlotKind::User
    } else {
        SlotKind::Invite
    };
    let KdfParams { m_kib, t, p } = plan.params;
    let head = Head {
        v: 1,
        kind,
        slot_id: plan.slot.id,
        user_id: plan.user,
        r#gen: plan.slot.r#gen,
        pw_norm: 1,
        created: plan.created.to_owned(),
        kdf: KdfField {
            alg: ALGORITHM.to_owned(),
            ver: VERSION,
            m_kib,
            t,
            p,
            salt: B64.encode(salt),
        },
        aead: CIPHER.to_owned(),
        nonce: B64.encode(nonce),
    };
    let body = serde_json::to_string(&head).map_err(|_cause| VaultError::DamagedSlot)?;
    let plain = inside(plan)?;
    let cipher = cipher(port, passphrase, &salt, plan.params)?;
    let payload = Payload {
        msg: &plain,
        aad: body.as_bytes(),
    };
    let ct = cipher
        .encrypt(XNonce::from_slice(&nonce), payload)
        .map_err(|_cause| VaultError::DamagedSlot)?;
    write(&File {
        body,
        ct: B64.encode(ct),
    })
    .ok_or(VaultError::DamagedSlot)
}

/// Opens the slot that the roster names for `user`.
///
/// `SignInRefused` is a wrong passphrase; everything else that does not fit is `DamagedSlot`, too
/// cheap or too dear costs are refused before any work.
pub(crate) fn open(
    text: &str,
    expected: (SlotKind, Uuid, SlotRef),
    passphrase: &Passphrase,
    port: &KdfPort,
) -> Result<SlotKeys, VaultError> {
    let (file, head) = parse(text).ok_or(VaultError::DamagedSlot)?;
    let (kind, user, slot) = expected;
    let named = head.kind == kind && head.user_id == user;
    if !named || head.slot_id != slot.id || head.r#gen != slot.r#gen {
        return Err(VaultError::DamagedSlot);
    }
    let salt = array_from_b64(&head.kdf.salt).ok_or(VaultError::DamagedSlot)?;
    let nonce: [u8; 24] = array_from_b64(&head.nonce).ok_or(VaultError::DamagedSlot)?;
    let ct = B64
        .decode(&file.ct)
        .map_err(|_cause| VaultError::DamagedSlot)?;
    let params = KdfParams {
        m_kib: head.kdf.m_kib,
        t: head.kdf.t,
        p: head.kdf.p,
    };
    let cipher = cipher(port, passphrase, &salt, params)?;
    let payload = Payload {
        msg: &ct,
        aad: file.body.as_bytes(),
    };
    let plain = cipher
        .decrypt(XNonce::from_slice(&nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_cause| VaultError::SignInRefused)?;
    keys(&plain, &head).ok_or(VaultError::DamagedSlot)
}

fn parse(text: &str) -> Option<(File, Head)> {
    let file: File = serde_json::from_str(text).ok()?;
    // One meaning, one text: see line.rs.
    if write(&file)? != text {
        return None;
    }
    let head: Head = serde_json::from_str(&file.body).ok()?;
    let known = head.v == 1
        && head.pw_norm == 1
        && head.aead == CIPHER
        && head.kdf.alg == ALGORITHM
        && head.kdf.ver == VERSION;
    known.then_some((file, head))
}

fn write(file: &File) -> Option<String> {
    let mut text = serde_json::to_string(file).ok()?;
    text.push('\n');
    Some(text)
}

fn cipher(
    port: &KdfPort,
    passphrase: &Passphrase,
    salt: &[u8; 16],
    params: KdfParams,
) -> Result<XChaCha20Poly1305, VaultError> {
    let derived = port.derive(passphrase, salt, params)?;
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, derived.as_slice())
        .expand(INFO, key.as_mut_slice())
        .map_err(|_cause| VaultError::DamagedSlot)?;
    Ok(XChaCha20Poly1305::new(key.as_slice().into()))
}

/// The plaintext, written into a buffer that never moves.
fn inside(plan: &SlotPlan<'_>) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let seed = b64_secret(plan.signing.seed());
    let identity = plan.identity.map(|identity| b64_secret(identity.bytes()));
    let inside = Inside {
        age_identity: identity.as_ref().map(|text| text.as_str()),
        sign_seed: &seed,
        user_id: plan.user,
        r#gen: plan.slot.r#gen,
    };
    let mut plain = Zeroizing::new(Vec::with_capacity(512));
    serde_json::to_writer(&mut *plain, &inside).map_err(|_cause| VaultError::DamagedSlot)?;
    Ok(plain)
}

fn b64_secret(bytes: &[u8; 32]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(44));
    B64.encode_string(bytes, &mut text);
    text
}

fn keys(plain: &[u8], head: &Head) -> Option<SlotKeys> {
    let inside: Inside<'_> = serde_json::from_slice(plain).ok()?;
    if inside.user_id != head.user_id || inside.r#gen != head.r#gen {
        return None;
    }
    let secret = |text: &str| array_from_b64(text).map(Zeroizing::new);
    let identity = match inside.age_identity {
        Some(text) => Some(RecordIdentity::from_bytes(secret(text)?)),
        None => None,
    };
    if identity.is_some() != (head.kind == SlotKind::User) {
        return None;
    }
    Some(SlotKeys {
        identity,
        signing: SigningKey::from_seed(&secret(inside.sign_seed)?),
    })
}
