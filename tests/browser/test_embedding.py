"""One line puts the widget on a page; it weighs little, asks nobody else, and neither side's styles reach the other."""

import gzip

from tests.browser.stage import EMBEDDING, PHONE, Stage

LOADER_BYTES = 8 * 1024
WIDGET_BYTES = 60 * 1024
MOST_REQUESTS = 16
STRICT = (
    "default-src 'none'; script-src {service}; connect-src {service}; img-src {service}; "
    "require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'"
)


async def test_the_line_draws_a_launcher_and_the_loader_is_light(stage: Stage) -> None:
    chat = await stage.visit()
    assert await chat.launcher.get_attribute("aria-label") == "Chat with us"
    assert await chat.launcher.get_attribute("aria-expanded") == "false"
    box = await chat.launcher.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 56
    loader = await stage.service.client.get("/widget/loader.js")
    assert len(gzip.compress(loader.content, 9)) <= LOADER_BYTES
    assert loader.headers["content-encoding"] == "gzip"


async def test_the_whole_widget_is_within_its_weight_and_requests(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    own = [url for url in chat.seen.requests if url.startswith(stage.address)]
    assert len(own) <= MOST_REQUESTS, own
    assert len(set(own)) == len(own)
    weight = 0
    for url in own:
        async with stage.service.client.stream("GET", url, headers={"accept-encoding": "gzip"}) as response:
            weight += sum([len(part) async for part in response.aiter_raw()])
    assert weight <= WIDGET_BYTES


async def test_a_strict_policy_with_trusted_types_is_kept(stage: Stage) -> None:
    policy = STRICT.format(service=stage.address)
    chat = await stage.visit(stage.write(headers={"content-security-policy": policy}))
    await chat.open()
    await chat.ask("**hello** [link](https://example.com) `code`\n\n- one\n- two")
    await chat.button("More options").click()
    await chat.page.wait_for_timeout(200)
    assert chat.seen.violations == []
    assert chat.seen.errors == []


async def test_nobody_else_is_asked_no_cookie_set_and_nothing_stored_before_consent(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("hello")
    ours = (stage.address, stage.site.address)
    assert [url for url in chat.seen.requests if not url.startswith(ours)] == []
    assert await chat.page.context.cookies() == []
    stored = "() => [localStorage.length, sessionStorage.length, document.cookie]"
    assert await chat.page.evaluate(stored) == [0, 0, ""]
    assert [key for key in await chat.page.evaluate("Object.keys(window)") if "chat" in key.lower()] == ["SupportChat"]
    await chat.button("Remember").click()
    assert (await chat.page.evaluate(stored))[:2] == [0, 1]
    assert "heard" not in await chat.page.evaluate("JSON.stringify(sessionStorage)")


async def test_hostile_page_styles_do_not_reach_it_and_it_does_not_leak_out(stage: Stage) -> None:
    hostile = (
        "<style>*{color:red!important;font-size:40px!important;background:yellow!important;display:block!important}"
        "button,dialog,textarea{transform:rotate(9deg)!important;opacity:.1!important}"
        "support-chat{display:none!important;opacity:0!important;filter:blur(9px)!important}</style>"
    )
    look = """() => {
      const root = document.querySelector('support-chat').shadowRoot;
      return [...root.querySelectorAll('button, dialog, textarea, .bubble')].map((each) => {
        const s = getComputedStyle(each);
        return [s.color, s.backgroundColor, s.fontSize, s.display, s.transform, s.opacity, s.filter].join();
      });
    }"""
    page_look = """() => {
      const s = getComputedStyle(document.querySelector('h1'));
      return [s.color, s.fontSize, s.margin].join();
    }"""
    plain = await stage.visit(stage.write(path="/plain"))
    bare = await plain.page.evaluate(page_look)
    await plain.open()
    await plain.page.wait_for_timeout(300)
    assert await plain.page.evaluate(page_look) == bare
    chat = await stage.visit(stage.write(path="/hostile", head=hostile))
    await chat.open()
    await chat.page.wait_for_timeout(300)
    assert await chat.page.evaluate(look) == await plain.page.evaluate(look)
    host = """() => {
      const s = getComputedStyle(document.querySelector('support-chat'));
      return [s.opacity, s.filter].join();
    }"""
    assert await chat.page.evaluate(host) == "1,none"


async def test_the_line_twice_and_a_router_leave_one_launcher(stage: Stage) -> None:
    chat = await stage.visit(stage.write(line=EMBEDDING + EMBEDDING))
    await chat.open()
    await chat.ask("before the page changed")
    await chat.page.evaluate("() => { document.body.innerHTML = '<main><h1>Another page</h1></main>'; }")
    await chat.launcher.wait_for()
    assert await chat.host.count() == 1
    assert "before the page changed" in await chat.log.inner_text()


async def test_destroy_leaves_nothing(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("hello")
    await chat.page.evaluate("SupportChat.destroy()")
    assert await chat.host.count() == 0
    chat.seen.requests.clear()
    await chat.page.evaluate("() => { dispatchEvent(new Event('online')); SupportChat.open(); }")
    await chat.page.wait_for_timeout(300)
    assert chat.seen.requests == []
    assert chat.seen.errors == []
    assert len(stage.service.resources.live._subscribers) == 0


async def test_a_page_that_the_shop_does_not_allow_gets_no_launcher_and_one_clear_line(stage: Stage) -> None:
    address = stage.write().replace("127.0.0.1", "localhost")
    context = await stage.browser.new_context()
    stage.contexts.append(context)
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto(address)
    await page.wait_for_function("document.querySelector('support-chat')?.hidden")
    assert await page.locator("support-chat .launcher").count() == 0
    [line] = [text for text in said if text.startswith("SupportChat")]
    assert "localhost" in line
    assert "origin" in line


async def test_the_element_can_be_placed_by_hand_and_spoken_to(stage: Stage) -> None:
    line = '<script type="module" src="{service}/widget/loader.js"></script>'
    body = "<support-chat shop='demo' theme='dark' accent='#ffd400' locale='de'></support-chat>"
    chat = await stage.visit(stage.write(body, line=line))
    assert await chat.launcher.get_attribute("aria-label") == "Mit uns chatten"
    await chat.page.evaluate(
        "() => { window.heard = []; for (const n of ['open', 'close', 'message'])"
        " document.addEventListener('supportchat:' + n, () => heard.push(n)); SupportChat.open(); }"
    )
    await chat.panel.wait_for(state="visible")
    await chat.say("hello")
    await chat.said("assistant").nth(1).wait_for()
    await chat.page.evaluate("SupportChat.setLocale('fr')")
    await chat.panel.get_by_role("button", name="Envoyer", exact=True).wait_for()
    await chat.page.evaluate("SupportChat.close()")
    await chat.panel.wait_for(state="hidden")
    heard = await chat.page.evaluate("heard")
    assert heard[0] == "open"
    assert heard[-1] == "close"
    assert heard.count("message") == 2


async def test_calls_made_before_the_script_has_run_are_kept(stage: Stage) -> None:
    head = "<script>(window.SupportChat ??= []).push(['open'])</script>"
    chat = await stage.visit(stage.write(head=head))
    await chat.panel.wait_for(state="visible")


async def test_the_frame_page_hears_its_parent_of_an_allowed_origin_only(stage: Stage) -> None:
    source = f"{stage.address}/widget/frame?shop=demo"
    frame = f"<iframe id='chat' style='width:420px;height:660px;border:0' src='{source}'></iframe>"
    address = stage.write(frame, line="")
    context = await stage.browser.new_context(viewport=PHONE)  # pyright: ignore[reportArgumentType]
    stage.contexts.append(context)
    page = await context.new_page()
    await page.goto(address)
    inside = page.frame_locator("#chat").locator("support-chat")
    await inside.locator("textarea").wait_for()
    await page.evaluate(
        "(to) => document.querySelector('#chat').contentWindow"
        ".postMessage({ supportChat: 'setLocale', value: 'es' }, to)",
        stage.address,
    )
    await inside.get_by_role("button", name="Enviar", exact=True).wait_for()
    foreign = address.replace("127.0.0.1", "localhost")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    await page.goto(foreign)
    await page.wait_for_timeout(500)
    assert any("frame-ancestors" in text for text in refused)
