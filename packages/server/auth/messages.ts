import type { Messages } from '@tandem/kernel'

/** What users, roles and sign-in refuse. */
export const authMessages = {
  'user/bad-name': {
    en: 'A user name is made of a-z, 0-9, dot, dash and underscore, not {name}. Choose another.',
    zh: '用户名只能由 a-z、0-9、点、短横线和下划线组成，不能是 {name}，请更换。',
  },
  'user/bad-email': { en: '{email} is no e-mail address. Correct it.', zh: '{email} 不是有效的邮箱地址，请更正。' },
  'user/no-full-name': { en: 'Give the full name.', zh: '请填写姓名。' },
  'user/taken': {
    en: 'There is a user {name} ({email}) already. Choose another name and address, or change that user.',
    zh: '已有用户 {name}（{email}）。请更换用户名和邮箱，或修改该用户。',
  },
  'user/bad-roles': { en: 'Give the roles as a list of their codes.', zh: '请以角色编码列表给出角色。' },
  'user/no-such-role': { en: 'There is no role {role}. Use: {roles}.', zh: '没有角色 {role}。可用：{roles}。' },
  'user/last-administrator': {
    en: '{name} is the last administrator. Make somebody else one first.',
    zh: '{name} 是最后一位管理员，请先指定其他管理员。',
  },
  'user/no-such-customer': {
    en: 'There is no customer {customer}. Give the id of one, or leave it empty.',
    zh: '没有客户 {customer}，请填写客户标识或留空。',
  },
  'user/not-found': {
    en: 'There is no user with the id {id}. Look it up in the list.',
    zh: '没有标识为 {id} 的用户，请在列表中查找。',
  },
  'second-factor/changed-meanwhile': {
    en: 'Somebody else changed this meanwhile; needed by now: {roles}. Look again, then save.',
    zh: '其他人已修改该设置，目前要求的角色：{roles}。请查看后再保存。',
  },
  'user/changed-meanwhile': {
    en: '{by} saved this user meanwhile. Reload it, then make your change again.',
    zh: '{by} 已同时修改该用户，请刷新后重试。',
  },
  'role/bad-code': {
    en: 'The code of a role is made of a-z, 0-9 and dashes, not {code}. Choose another.',
    zh: '角色编码只能由 a-z、0-9 和短横线组成，不能是 {code}，请更换。',
  },
  'role/code-taken': { en: 'There is a role {code} already. Choose another code.', zh: '已有角色 {code}，请更换编码。' },
  'role/no-name': { en: 'Give the role a name in both languages.', zh: '请填写角色的中英文名称。' },
  'role/built-in': {
    en: '{code} comes with Tandem and stays as it is. Copy it, and change the copy.',
    zh: '{code} 为系统内置角色，不可更改。请复制后修改副本。',
  },
  'role/in-use': { en: '{user} has the role {code}. Give another role first.', zh: '{user} 拥有角色 {code}，请先更换其角色。' },
  'role/bad-permission': {
    en: '{permission} is no permission. Write area.subject.action, such as crm.quote.read:own or field.cost.read.',
    zh: '{permission} 不是权限。请写成 范围.对象.动作，例如 crm.quote.read:own 或 field.cost.read。',
  },
  'role/too-many': { en: 'At most {max} permissions. Use * for many.', zh: '最多 {max} 条权限，可用 * 表示多项。' },
  'role/not-found': {
    en: 'There is no role with the id {id}. Look it up in the list.',
    zh: '没有标识为 {id} 的角色，请在列表中查找。',
  },
  'role/changed-meanwhile': {
    en: '{by} saved this role meanwhile. Reload it, then make your change again.',
    zh: '{by} 已同时修改该角色，请刷新后重试。',
  },
  'company/closed': {
    en: 'On this server no further companies are made. Ask its operator.',
    zh: '此服务器不允许新建公司，请联系运营方。',
  },
  'company/no-such-time-zone': {
    en: 'There is no time zone {timeZone}. Write it like Asia/Shanghai or Europe/Berlin.',
    zh: '没有时区 {timeZone}，请写成 Asia/Shanghai 或 Europe/Berlin 的形式。',
  },
  'sign-in/wrong': {
    en: 'E-mail or password are not right. Try again, or ask an administrator for a new password.',
    zh: '邮箱或密码不正确，请重试，或请管理员重置密码。',
  },
  'sign-in/too-often': {
    en: 'Too many attempts. Wait {seconds} seconds, then try again.',
    zh: '尝试次数过多，请等待 {seconds} 秒后再试。',
  },
  'sign-in/no-company': {
    en: 'Your account belongs to no company any more. Ask an administrator.',
    zh: '您的账号已不属于任何公司，请联系管理员。',
  },
  'sign-in/no-demo': { en: 'This is no demo. Sign in with your password.', zh: '这不是演示环境，请使用密码登录。' },
  'sign-in/link-unknown': {
    en: 'This link was used, has run out or was replaced. Ask an administrator for a new one.',
    zh: '该链接已使用、已过期或已被替换，请向管理员索取新链接。',
  },
  'sign-in/has-password': {
    en: 'You belong to another company here already. Give the password you use there; if you have none, ask the operator for one.',
    zh: '您已属于此服务器上的其他公司，请输入在那里使用的密码；若没有密码，请联系运营方。',
  },
  'second-factor/wrong': {
    en: 'This code is not right, was used already or has run out. Wait for the next one, or use a recovery code.',
    zh: '验证码不正确、已使用或已过期。请等待下一个验证码，或使用恢复码。',
  },
  'second-factor/not-begun': {
    en: 'No second factor is being set up. Begin anew, and scan the code with your app.',
    zh: '尚未开始设置二次验证，请重新开始并用验证器应用扫码。',
  },
  'second-factor/needed': {
    en: 'Your role needs a second factor in this company. Set up another in its place instead.',
    zh: '您的角色在本公司必须启用二次验证，可以更换，但不能关闭。',
  },
  'provider/bad-issuer': {
    en: '{issuer} is no address of a provider. Write https://..., as its configuration calls the issuer.',
    zh: '{issuer} 不是有效的身份提供方地址，请填写 https://…（配置中的 issuer）。',
  },
  'provider/taken': { en: 'There is a provider {name} already. Choose another name.', zh: '已有身份提供方 {name}，请更换名称。' },
  'provider/secret-needed': {
    en: 'A secret goes only to the issuer it was given for. Give the client secret of the new issuer, too.',
    zh: '客户端密钥只会发送给原签发方。更换签发方时，请同时填写其客户端密钥。',
  },
  'provider/not-found': {
    en: 'There is no such provider any more. Reload the page, and choose another way to sign in.',
    zh: '该身份提供方已不存在，请刷新页面并选择其他登录方式。',
  },
  'provider/not-begun': {
    en: 'This sign-in was not begun here, or too long ago. Begin anew.',
    zh: '登录未在此处开始或已超时，请重新开始。',
  },
  'provider/denied': {
    en: '{provider} did not let you in. Begin anew, or ask who runs it.',
    zh: '{provider} 拒绝了登录，请重试或联系其管理员。',
  },
  'provider/expired': {
    en: 'What {provider} said has run out already. Begin anew; if it stays so, its clock or ours is wrong.',
    zh: '{provider} 返回的凭证已过期，请重新登录；若持续出现，请检查双方时钟。',
  },
  'provider/not-for-us': {
    en: 'What {provider} said was not meant for this sign-in. Begin anew; if it stays so, ask an administrator to look at the client id.',
    zh: '{provider} 的返回与本次登录不符，请重新开始；若持续出现，请管理员检查客户端标识。',
  },
  'provider/failed': {
    en: '{provider} cannot be reached or does not answer as it should ({reason}). Try later, or ask an administrator.',
    zh: '无法连接 {provider} 或其响应不正确（{reason}），请稍后再试或联系管理员。',
  },
  'provider/no-email': {
    en: '{provider} did not say your e-mail ({claim}). Ask an administrator.',
    zh: '{provider} 未提供您的邮箱（{claim}），请联系管理员。',
  },
  'provider/email-not-verified': {
    en: '{provider} has not verified your e-mail {email}. Verify it there, then begin anew.',
    zh: '{provider} 尚未验证您的邮箱 {email}，请在其处验证后重试。',
  },
  'provider/no-such-user': {
    en: '{provider} knows you as {email}, but nobody with this e-mail works here. Ask an administrator for an invitation.',
    zh: '{provider} 识别您为 {email}，但此处没有该邮箱的用户。请向管理员索取邀请。',
  },
  'provider/somebody-else': {
    en: '{provider} has meant somebody else by {email} before. If that is right now, an administrator disables this user and enables it again.',
    zh: '{provider} 此前用 {email} 指代另一个人。如现在无误，请管理员停用该用户后重新启用。',
  },
  'provider/elsewhere': {
    en: '{email} belongs to somebody of another company on this server. Open your invitation and give your password first.',
    zh: '{email} 属于此服务器上其他公司的人员。请先打开邀请链接并输入您的密码。',
  },
  'provider/too-weak': {
    en: '{provider} does not say that you signed in with a second factor, which this company asks for. Sign in there with one, then try again.',
    zh: '{provider} 未表明您使用了二次验证，而本公司要求如此。请在该处以二次验证登录后重试。',
  },
  'provider/sign-in-again': {
    en: 'You signed in through a provider a while ago. Sign in there again, then do this within ten minutes.',
    zh: '您通过身份提供方登录已有一段时间。请重新登录，并在十分钟内操作。',
  },
  'provider/only-here': {
    en: "You came in through this company's provider, which holds here only. Sign in with your password for this.",
    zh: '您通过本公司的身份提供方登录，仅在本公司有效。请使用密码登录后操作。',
  },
  'user/elsewhere': {
    en: 'This user works for other companies here, too, and signs in to all of them alike. Ask them to use their recovery codes or their password, or ask the operator of the server.',
    zh: '该用户还属于此服务器上的其他公司，登录方式是共用的。请其使用恢复码或现有密码，或联系服务器运营方。',
  },
  'password/too-short': { en: 'Use at least {min} characters. A sentence is good.', zh: '至少 {min} 个字符，建议使用一句话。' },
  'password/too-long': { en: 'Use at most {max} characters.', zh: '最多 {max} 个字符。' },
  'password/common': {
    en: 'This password is among those that are tried first. Choose another.',
    zh: '该密码过于常见，容易被猜到，请更换。',
  },
  'password/tells-who': {
    en: 'The password holds your name or address. Choose another.',
    zh: '密码包含您的姓名或邮箱，请更换。',
  },
  'password/tells-where': {
    en: 'The password is made of the name of the company or of Tandem. Choose another.',
    zh: '密码由公司名称或 Tandem 组成，请更换。',
  },
  'password/too-simple': {
    en: 'This password repeats a few characters or runs along the keyboard. Choose another.',
    zh: '密码由重复或连续字符组成，请更换。',
  },
  'password/wrong': { en: 'That is not your present password. Type it again.', zh: '当前密码不正确，请重新输入。' },
} satisfies Messages
