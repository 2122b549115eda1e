/** Parameters of addresses that say who sent or clicked a link, and nothing of where it leads. */
const names =
  'utm_[a-z_]*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|mkt_tok|vero_id|oly_enc_id|oly_anon_id|spm|si|ref|ref_src|ref_url';

const address = /https?:\/\/[^\s<>)]+/gi;
const tracking = new RegExp(`([?&])(?:${names})(?:=[^&#]*)?(?=[&#]|$)`, 'gi');

/** The text with its addresses as they are without such parameters. */
export function dropTracking(text: string): string {
  if (!text.includes('?') || !text.includes('://')) return text;
  return text.replace(address, (url) =>
    url.includes('?')
      ? url
          .replace(tracking, '$1')
          .replace(/([?&])&+/g, '$1')
          .replace(/[?&](?=#|$)/, '')
      : url,
  );
}
