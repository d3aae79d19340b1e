/** How the panel looks. A constructed sheet, which no style-src applies to. */
export default `
*{box-sizing:border-box}
[hidden]{display:none!important}
.panel{
 --bg:light-dark(#fff,#191b1c);--ground:light-dark(#f4f3f0,#2c2f31);--ink:light-dark(#1c1d1e,#f1f0ee);
 --soft:light-dark(#55585b,#b9bcbf);--line:light-dark(#8a8d90,#7c8083);--hair:light-dark(#dddbd6,#3c4043);
 --bad:light-dark(#a5161b,#ff9d98);--few:light-dark(#8a4b00,#f2b56b);--good:light-dark(#1d6b3a,#7fd8a0);
 --edge:light-dark(var(--edge-on-light),var(--edge-on-dark));
 --strong:light-dark(var(--accent-on-light),var(--accent-on-dark));--a:var(--chat-accent,var(--accent));
 position:fixed;z-index:2147483001;margin:0;padding:0;inset:auto;inset-block-end:96px;inset-inline-end:20px;
 inline-size:min(400px,calc(100vw - 40px));block-size:min(640px,calc(100dvh - 116px));max-inline-size:none;max-block-size:none;
 border:1px solid var(--hair);border-radius:16px;background:var(--bg);color:var(--ink);overflow:hidden;
 font:400 15px/1.45 var(--chat-font,system-ui,-apple-system,"Segoe UI",sans-serif);text-align:start;
 box-shadow:0 12px 40px #0004;flex-direction:column;overscroll-behavior:contain}
:host([position=start]) .panel{inset-inline:20px auto}
.panel[open]{display:flex}
.panel::backdrop{background:var(--bg)}
.panel.is-full,:host([frame]) .panel{inset:0;inline-size:100%;block-size:var(--seen,100dvh);border:0;border-radius:0}
button,input,select,textarea,summary,.button{font:inherit;color:inherit;min-block-size:44px;margin:0}
button,.button{display:inline-flex;align-items:center;justify-content:center;gap:.4em;padding:8px 16px;min-inline-size:44px;
 border:1px solid var(--edge);border-radius:10px;background:var(--a);color:var(--on-accent);font-weight:600;cursor:pointer;
 text-decoration:none;text-align:center}
button.plain,.button{background:transparent;color:var(--strong);border-color:var(--line)}
button[aria-disabled=true]{opacity:1;background:var(--ground);color:var(--soft);border-color:var(--line);cursor:default}
button.grave{background:var(--bad);color:var(--bg)}
button.icon{padding:0;inline-size:44px;background:transparent;color:inherit;border-color:transparent}
button.icon svg,.photo svg,.send svg{inline-size:22px;block-size:22px;fill:none;stroke:currentColor;stroke-width:2;
 stroke-linecap:round;stroke-linejoin:round}
:focus-visible{outline:3px solid var(--strong);outline-offset:2px}
header :focus-visible{outline-color:currentColor;outline-offset:-4px}
h2,h3,h4,p,ul,ol,fieldset{margin:0;padding:0;border:0}
p,label,legend,h2,h3,h4{unicode-bidi:plaintext;text-align:match-parent;text-wrap:pretty}
[dir=rtl] :is(p,label,legend,h2,h3,h4,.lines li):not(.text *){text-align:right}
.of-menu path{stroke-width:4}.of-stop path{fill:currentColor}
button{unicode-bidi:plaintext}
h2{font-size:17px;line-height:1.2}h3,h4{font-size:15px}
ul,ol{list-style:none}
header{display:flex;align-items:center;gap:4px;padding:10px 8px 10px 16px;background:var(--a);color:var(--on-accent);flex:none;
 border-block-end:1px solid var(--edge)}
[dir=rtl] header{padding:10px 16px 10px 8px}
header .who{flex:1;min-inline-size:0}header .who p{font-size:13px}
.menu{position:absolute;inset-block-start:60px;inset-inline-end:8px;z-index:2;display:flex;flex-direction:column;
 background:var(--bg);border:1px solid var(--line);border-radius:12px;padding:6px;box-shadow:0 8px 24px #0004;max-inline-size:calc(100% - 16px)}
.menu button{border-color:transparent;background:transparent;color:var(--ink);justify-content:flex-start;font-weight:400;text-align:start}
.menu button:hover{background:var(--ground)}
.body{flex:1;min-block-size:0;position:relative;display:flex;flex-direction:column}
.scroll{flex:1;min-block-size:0;overflow-y:auto;overflow-x:hidden;padding:16px;overscroll-behavior:contain;overflow-anchor:none;
 scrollbar-width:thin}
.all{max-inline-size:760px;margin-inline:auto}
:host([frame]) :is(.composer,.banner,.replies,.state){padding-inline:max(12px,calc(50% - 380px))}
.notice{margin-block-end:12px;text-align:center!important}
.log,.draft{display:flex;flex-direction:column;gap:10px}
.draft{margin-block-start:10px}
.fine{font-size:13px;color:var(--soft)}
.said{display:flex;flex-direction:column;gap:8px;align-items:flex-start;max-inline-size:100%}
.said.customer{align-items:flex-end}
.bubble{max-inline-size:88%;padding:10px 14px;border-radius:16px;background:var(--ground);overflow-wrap:anywhere;
 border-end-start-radius:4px;border:1px solid transparent}
.customer .bubble{border-color:var(--edge);background:var(--a);color:var(--on-accent);border-radius:16px;border-end-end-radius:4px;white-space:pre-wrap}
.customer .bubble.is-photo{padding:4px;background:var(--ground);color:var(--ink)}
.staff .bubble{border-color:var(--strong)}.said>.name{font-weight:400;margin-block-end:-4px}
.bubble canvas{display:block;max-inline-size:100%;border-radius:12px}
.said.waiting .bubble{opacity:.75}
.text>*+*{margin-block-start:.6em}
.text ul,.text ol{padding-inline-start:1.3em}.text ul{list-style:disc}.text ol{list-style:decimal}
.text a{color:var(--strong);text-underline-offset:2px}
.text pre,.wide{overflow-x:auto;max-inline-size:100%}
.text pre{padding:8px;border-radius:8px;background:var(--bg)}
.text table{border-collapse:collapse;font-size:14px}.text th,.text td{border:1px solid var(--line);padding:4px 8px;text-align:start;overflow-wrap:break-word}
blockquote{margin:0;padding-inline-start:10px;border-inline-start:3px solid var(--line)}
.card{inline-size:100%;padding:12px 14px;border:1px solid var(--hair);border-radius:14px;display:flex;flex-direction:column;
 gap:8px;overflow-wrap:anywhere;background:var(--bg)}
.stack{display:flex;flex-direction:column;gap:8px;inline-size:100%}
.settled{color:var(--soft);font-size:14px}
.csat{margin-block-start:8px}.receipt{border-color:var(--good)}.receipt strong{color:var(--good)}
.confirm{border-color:var(--strong)}
.deeds{display:flex;flex-wrap:wrap;gap:8px}
.products{display:flex;gap:10px;overflow-x:auto;inline-size:calc(100% + 32px);margin-inline:-16px;padding:3px 16px;scroll-padding-inline:16px;scroll-snap-type:x proximity;scrollbar-width:thin}
.product{flex:0 0 174px;border:1px solid var(--hair);border-radius:14px;padding:10px;display:flex;flex-direction:column;
 gap:4px;scroll-snap-align:start;background:var(--bg)}
.picture{block-size:150px;border-radius:10px;background:var(--ground);overflow:hidden;display:grid;place-items:center}
.picture img{inline-size:100%;block-size:100%;object-fit:contain}
.name{font-weight:600}.price{font-weight:600}.price s{font-weight:400;opacity:.7}.stock{font-size:13px;color:var(--good)}.stock.out{color:var(--bad)}.stock.few{color:var(--few)}
.product .deeds{margin-block-start:auto;padding-block-start:6px}.product .deeds{gap:6px}.product .deeds>*{flex:1 1 auto;padding:6px;font-size:14px}
.progress{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;gap:4px;font-size:12px;color:var(--soft)}
.progress li{border-block-start:4px solid var(--hair);padding-block-start:4px;overflow-wrap:break-word}
.progress li.done{border-color:var(--strong);color:var(--ink)}.progress [aria-current]{font-weight:700}
.events{display:flex;flex-direction:column;gap:6px;font-size:14px;padding-inline-start:14px;border-inline-start:2px solid var(--hair)}
.events time{color:var(--soft)}
.parcel{border-block-start:1px solid var(--hair);padding-block-start:8px;display:flex;flex-direction:column;gap:4px}
.number{font-variant-numeric:tabular-nums}
summary{display:flex;align-items:center;cursor:pointer;color:var(--strong);font-weight:600;inline-size:fit-content}
summary::before{content:"▸";margin-inline-end:6px}details[open]>summary::before{content:"▾"}
.sources{font-size:14px}.sources ul{padding-inline-start:1.2em;list-style:disc}
.field{display:flex;flex-direction:column;gap:6px}
.field label,legend{font-weight:600;font-size:14px;padding:0}
input,select,textarea{inline-size:100%;padding:9px 12px;border:1px solid var(--line);border-radius:10px;background:var(--bg);color:var(--ink)}
[aria-invalid=true]{border-color:var(--bad);border-width:2px}
.problem:empty{display:none}.problem{color:var(--bad);font-size:14px}.problem .deeds{margin-block-start:8px}
.customer .problem{text-align:end}.customer .problem .deeds{justify-content:flex-end}.all>.card{margin-block-start:12px}
.code{font-size:20px;letter-spacing:.2em;font-variant-numeric:tabular-nums}
.stars{display:flex;margin-inline-start:-10px}.stars label{position:relative;inline-size:44px;block-size:44px;display:grid;place-items:center;cursor:pointer}
.stars input{position:absolute;inset:0;inline-size:44px;block-size:44px;opacity:0;cursor:pointer}
.stars span{font-size:28px;line-height:1;color:var(--line)}
.stars label:has(:checked) span,.stars label:has(~ label :checked) span{color:var(--strong)}
.stars label:has(:focus-visible){outline:3px solid var(--strong);border-radius:8px}
.handoff{margin-block-start:12px;padding:12px 14px;border:1px solid var(--strong);border-radius:14px;display:flex;
 flex-direction:column;gap:8px}
.handoff [role=status]{display:flex;flex-direction:column;gap:6px}
.handoff form{display:flex;flex-direction:column;gap:8px}
.replies{display:flex;gap:8px;overflow-x:auto;padding:8px 16px;padding-inline-end:40px;flex:none;scrollbar-width:thin;
 mask-image:linear-gradient(to right,#000 calc(100% - 40px),#0000)}
[dir=rtl] .replies{mask-image:linear-gradient(to left,#000 calc(100% - 40px),#0000)}
.replies button{flex:none;background:transparent;color:var(--strong);border-color:var(--strong);border-radius:22px;font-weight:500}
.new{position:absolute;inset-block-end:8px;inset-inline:0;margin-inline:auto;inline-size:fit-content;border-radius:22px;
 box-shadow:0 4px 12px #0004}
.banner{flex:none;padding:8px 16px;background:var(--ground);border-block-start:1px solid var(--hair);font-size:14px;display:flex;
 flex-wrap:wrap;gap:6px 10px;align-items:center;justify-content:space-between}
.banner p{flex:1 1 100px}.banner .deeds{flex:none}
.state{flex:none;min-block-size:0;padding-inline:16px;font-size:13px;color:var(--soft)}
.state:not(:empty){padding-block:4px}.state.problem{color:var(--bad)}
.composer{flex:none;display:flex;gap:6px;align-items:flex-end;padding:10px 12px;border-block-start:1px solid var(--hair)}
.composer textarea{flex:1;min-inline-size:0;resize:none;max-block-size:132px;min-block-size:44px;overflow-y:auto;font-size:16px;line-height:1.4}
.composer textarea:focus-visible{outline-width:2px;outline-offset:-1px}
.photo{position:relative;flex:none;inline-size:44px;block-size:44px;display:grid;place-items:center;border-radius:10px;cursor:pointer}
.photo input{position:absolute;inset:0;inline-size:44px;block-size:44px;min-block-size:0;opacity:0;cursor:pointer;padding:0}
.photo:has(:focus-visible){outline:3px solid var(--strong)}
.send.icon{flex:none;border-radius:50%;border-color:var(--edge);background:var(--a);color:var(--on-accent)}.send svg{display:block}
[dir=rtl] .send svg{transform:scaleX(-1)}
.counter{flex-basis:100%;font-size:13px}
.dots{display:flex;gap:4px;padding:6px 2px}.dots i{inline-size:7px;block-size:7px;border-radius:50%;background:var(--soft)}
.ask{position:absolute;inset:0;z-index:3;display:grid;place-items:center;padding:20px;background:light-dark(#0006,#000a)}
.ask .card{max-inline-size:320px}
.unseen{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (prefers-reduced-motion:no-preference){
 .dots i{animation:blink 1.2s infinite}.dots i:nth-child(2){animation-delay:.2s}.dots i:nth-child(3){animation-delay:.4s}
 @keyframes blink{0%,60%,100%{opacity:.3}30%{opacity:1}}
 .panel[open]{animation:rise .16s ease-out}@keyframes rise{from{opacity:0;transform:translateY(12px)}}}
@media (forced-colors:active){
 .bubble,.card,header,.product{border:1px solid CanvasText}.customer .bubble{border-color:Highlight}
 button,.button,.replies button{border-color:ButtonText}.progress li.done{border-color:Highlight}
 .stars span{color:GrayText;forced-color-adjust:none}
 .stars label:has(:checked) span,.stars label:has(~ label :checked) span{color:Highlight;forced-color-adjust:none}
 .progress li:not(.done){border-block-start-style:dotted}button:not(.plain):not(.icon){border-width:2px}
 .dots i{background:CanvasText}}
@media (max-width:359px){h2{font-size:15px}}
@media print{.panel{display:none}}
`;
