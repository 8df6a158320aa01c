/// The page `VERIFY.md` that every pack carries: the same words in each, so that whoever receives one
/// can check it with neither of our programs.
package enum PackInstructions {
    package static let text = """
        # How to check this pack

        This is an evidence pack of one case: what was recorded about it, in which order, and that nothing was
        changed, left out or moved since. You need no program of ours to check it. You need SHA-256 and Ed25519.

        You also need one thing that is **not in here**: the verification key of the log, from somebody you trust, by
        another way than this pack came. A key that comes with the evidence proves nothing. If you hold an older
        checkpoint of the log (a note of size and root), keep it at hand: it shows that nothing was rewritten since.

        ## The files

        | file | what it is |
        |---|---|
        | `manifest` | what the pack claims, and the digest of every other file, signed by the log |
        | `contents` | digests of what the release was recorded with; `sha256sum -c contents` checks them |
        | `checkpoint` | how many events the log had and the root of its tree, signed by the log |
        | `leaves/N` | what the log says of the event at position N, word for word. One for every event of the case |
        | `proofs/N.tlog-proof` | that this leaf is in the tree (c2sp.org/tlog-proof) |
        | `openings/N` | what was sealed: 32 random bytes, then JSON, then spaces. Only for what is disclosed to you |
        | `earlier/S.checkpoint`, `earlier/S.consistency` | a checkpoint of an earlier size S, and that its tree is the beginning of this one |
        | `keys` | which key signed at which sizes, as the handovers among the earlier checkpoints say |
        | `record.xml` | the disclosed entries to read; each has the position of its event |

        ## What it shows of what is not opened to you

        Of every event of the case, also of those whose content is withheld or was destroyed: that it exists, its
        place in the case and in the log, when it was recorded and by whom (a pseudonym), which unit it can be erased
        with, and how long its content is, to the next 64 bytes. Not its type, and not a word of it. It could not be
        otherwise: the proof that nothing is missing is made of exactly this. Whoever made the pack was told so and
        agreed. Be as careful with it as with the rest: that an entry exists can say as much as what it says.

        ## Eight checks

        1. **Trust.** Have the log's key, from elsewhere: `name+id+base64(0x01, 32 bytes)`.
        2. **Checkpoint.** Signed is its text: three lines, each with its newline, without the empty line that
           follows. The signature is in the last line: base64 of 4 bytes of key id and 64 bytes of Ed25519.
           If the log's key was replaced, `earlier/S.checkpoint` has a fourth line at that size S,
           `vigil-handover/v1 OLD NEW`, signed by both keys. Then NEW signs what is above S, and OLD nothing
           there. With either of them you can follow to the other; from OLD only if it has signed, too.
        3. **Inclusion.** A leaf's hash is SHA-256 of one byte 00 and the file. Two neighbours join as SHA-256 of
           one byte 01, the left hash and the right hash. A proof is the hashes on the way up, the nearest first;
           the index is N - 1. With fn = index and sn = size - 1, take each hash h in turn: when fn is odd or equals
           sn, the new hash is join(h, hash), and then fn and sn are halved until fn is odd or 0; else it is
           join(hash, h). Then both are halved. At the end sn is 0 and the hash is the checkpoint's root.
        4. **Order.** In the leaves of the case the lines `n` count 0, 1, 2 … to the manifest's `last`; `prev` is the
           base64 of the hash of the leaf before. So none is left out and none moved.
        5. **Openings.** SHA-256 of the whole file `openings/N` in base64 is the line `content` of `leaves/N`. A
           leaf without an opening was withheld from you, or its content was destroyed: then a leaf of kind
           `erasure` names its `unit`. Either way the event is proven to have been there, when, and by whom.
        6. **Record.** Each entry in `record.xml` has the id, the time and the author of the leaf at its position,
           and what it says stands in the opening.
        7. **History.** Each earlier checkpoint is signed too. Consistency proofs are those of RFC 9162, section
           2.1.4.2. If you hold a checkpoint of your own, it must be one of them.
        8. **Manifest.** It is signed like the checkpoint; every file has the digest that it names and no other file is
           there. The leaf at `release` records that this pack was made, for whom and why; the `sha256` in its
           opening is the digest of `contents`.

        With common tools: `tar xf PACK`, `sha256sum -c contents`, and for one leaf
        `(printf '\\0'; cat leaves/N) | sha256sum | xxd -r -p | base64`.

        ## Answers to try your hashing on

        Eight leaves, each a few bytes: nothing; `00`; `10`; `20 21`; `30 31`; `40 41 42 43`; `50` to `57`; `60` to `6f`.

        | what | hash |
        |---|---|
        | root of no leaves | `e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855` |
        | hash of the first leaf (root of one) | `6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d` |
        | root of the first two | `fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125` |
        | root of the first three | `aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77` |
        | root of the first seven | `ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c` |
        | root of all eight | `5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328` |

        The proof of the sixth leaf (index 5) among eight: the hash of the fifth leaf, the root of the seventh and eighth,
        the root of the first four. It leads to the root of all eight. It leads there also when seven leaves are
        claimed: so never take the size from a proof, only from a signed checkpoint.

        ## What this does not show

        That what was recorded is true. That everything that happened was recorded. That the log's owner, who
        holds its key, did not write the whole log anew: only a checkpoint that you have from before, or a
        witness's signature, shows that. That the case has no later events: the pack speaks of the log as of the
        checkpoint's size, and says so under the log's signature.

        The format, byte by byte: docs/PACK_FORMAT.md of Vigil.

        """
}
