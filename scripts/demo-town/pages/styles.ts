/** Plain styles, so that the town's pages are readable in a browser too. */
export const TELEGRAM_CSS = `body{margin:0;background:#c5d8b0 linear-gradient(160deg,#dbddbb,#6ba587,#d5d88d);background-attachment:fixed;font:15px/1.4 Roboto,system-ui,sans-serif;color:#111}
a{color:#168acd;text-decoration:none}.tgme_container{max-width:640px;margin:0 auto;padding:0 12px}
.tgme_header{background:#fff;position:sticky;top:0;z-index:2;box-shadow:0 1px 4px #0002;padding:10px 0}.tgme_header_search,.tgme_header_right_column{display:none}
.tgme_header_title{font-weight:600;color:#111}.tgme_header_counter{color:#888;font-size:13px}
.tgme_widget_message_wrap{margin:8px 0}.tgme_widget_message{display:flex;gap:8px;align-items:flex-end}
.tgme_widget_message_user_photo{display:block;width:38px;height:38px;border-radius:50%;background:#4a9;color:#fff;font:600 18px/38px system-ui;text-align:center}
.tgme_widget_message_user_photo::before{content:attr(data-content)}.bgcolor1{background:#d5784a}.bgcolor2{background:#7a68c4}.bgcolor3{background:#c75a7b}.bgcolor4{background:#4d8fc9}
.tgme_widget_message_bubble{background:#fff;border-radius:12px 12px 12px 3px;padding:8px 12px;max-width:500px;min-width:200px;box-shadow:0 1px 2px #0003}.tgme_widget_message_bubble_tail{display:none}
.tgme_widget_message_author{font-weight:600;font-size:14px}.tgme_widget_message_forwarded_from{font-size:13px;color:#168acd}
.tgme_widget_message_reply{display:block;border-left:3px solid #168acd;padding-left:8px;margin:4px 0;color:#444;font-size:13px}
.tgme_widget_message_photo_wrap{display:inline-block;max-width:100%;background-size:cover;border-radius:6px;margin:4px 2px 2px 0}
.tgme_widget_message_text{margin:4px 0;overflow-wrap:anywhere}.tgme_widget_message_footer{text-align:right;color:#8a8a8a;font-size:12px}.tgme_widget_message_meta{margin-left:8px}
.tgme_widget_message_date{color:#8a8a8a}.tgme_widget_message_centered{text-align:center;padding:10px}.tme_messages_more::before{content:'Показать ранние сообщения';background:#0004;color:#fff;border-radius:14px;padding:5px 14px}
`;

export const FORUM_CSS = `body{margin:0;background:#f5f7fa;font:13px/1.5 Verdana,Helvetica,Arial,sans-serif;color:#536482}
a{color:#105289;text-decoration:none}a:hover{text-decoration:underline}ul{list-style:none;margin:0;padding:0}.wrap{max-width:1100px;margin:12px auto;background:#fff;border:1px solid #e6e9ed;border-radius:8px;padding:14px}
.headerbar{background:linear-gradient(#6aceff,#12a3eb 5px,#0076b1);color:#fff;border-radius:7px;padding:14px;margin-bottom:8px}.headerbar h1{margin:0;font-size:22px}.headerbar a{color:#fff}.headerbar p{margin:2px 0 0}
.navbar ul{display:flex;justify-content:space-between}.crumb+.crumb::before{content:' › '}.responsive-hide{margin:0 2px}blockquote cite .responsive-hide{font-weight:400;margin-left:6px}.navbar{background:#cadceb;border-radius:7px;padding:6px 12px;margin-bottom:10px}h2{color:#28313f;font-size:19px;font-weight:400;margin:14px 0 8px}h3{margin:0 0 4px;font-size:14px}
.forabg,.forumbg{background:#0076b1;border-radius:7px;padding:5px;margin-bottom:8px}.header{color:#fff;padding:4px 10px;font-weight:700;font-size:11px;text-transform:uppercase}.header dl,.row-item{display:flex;margin:0;gap:10px}
.header dt,.row-item dt{flex:1;min-width:0}.row-item dd,.header dd{margin:0;width:84px;text-align:center;font-size:12px}.header dd{font-size:11px}.row-item dd.lastpost,.header dd.lastpost{width:220px;text-align:left}dfn{position:absolute;left:-999px}.sr-only{position:absolute;left:-999px}
.row{background:#ecf3f7;padding:7px 10px;border-bottom:1px solid #fff}.bg2{background:#e1ebf2}.row.sticky{border-left:4px solid #bc2a4d}.topictitle,.forumtitle{font-weight:700;font-size:14px}.responsive-show{display:none}
.post{background:#ecf3f7;border-radius:7px;padding:8px 12px;margin-bottom:6px}.post.bg2{background:#e1ebf2}.post .inner{display:flex}.postprofile{width:170px;margin:0;font-size:12px;border-right:1px solid #fff;order:0}.postprofile dd{margin:0}.postbody{flex:1;padding-left:14px;min-width:0}
.author{margin:0 0 6px;font-size:11px}.content{font-size:14px;color:#333;overflow-wrap:anywhere;min-height:40px}.signature{border-top:1px solid #ccc;margin-top:14px;padding-top:4px;font-size:11px}.notice{font-size:11px;border-top:1px dashed #ccc;margin-top:10px}
blockquote{background:#ebeadd;border:1px solid #dbdbce;margin:6px 0 10px;padding:6px 10px;font-size:13px}blockquote cite{font-style:normal;font-weight:700;display:block}.pagination{text-align:right;font-size:12px;margin:6px 0}.pagination li{display:inline-block;margin:0 2px}.pagination .button,.pagination .active span{border:1px solid #b4bac0;border-radius:3px;padding:1px 7px;background:#ecedee}.pagination .active span{background:#4692bf;color:#fff}.left-box{font-size:11px}
@media(max-width:700px){.row-item dd.posts,.row-item dd.views,.header dd{display:none}.post .inner{display:block}.postprofile{width:auto;border:0}.postbody{padding:0}}
`;

export const NEWS_CSS = `body{margin:0;background:#f3f4f5;font:17px/1.6 Georgia,'Times New Roman',serif;color:#222}a{color:#0b5c8a}.site-header{background:#123b52;color:#fff;padding:18px 0}.site-header a{color:#fff;text-decoration:none}.site-title{font:700 28px/1 system-ui;margin:0}.site-description{font:14px system-ui;margin:6px 0 0;opacity:.8}
.wrap{max-width:760px;margin:0 auto;padding:0 18px}.site-main{background:#fff;padding:18px 28px;margin:18px auto;max-width:760px;border-radius:4px;box-shadow:0 1px 3px #0002;box-sizing:border-box}.entry-title{font:700 26px/1.25 system-ui;margin:10px 0 6px}.entry-title a{color:#123b52;text-decoration:none}.entry-meta,.comment-metadata,.comment-author .says{font:13px system-ui;color:#777}.entry-meta a,.comment-metadata a{color:#777}
article.post{border-bottom:1px solid #eee;padding-bottom:12px}.comments-title{font:700 20px system-ui;margin-top:28px}.comment-list,.children{list-style:none;padding:0;margin:0}.children{margin-left:30px;border-left:2px solid #e1e6ea;padding-left:14px}.comment-body{padding:12px 0;border-bottom:1px solid #f0f0f0}.comment-author{font:600 15px system-ui;display:inline-block;margin-right:10px}.comment-metadata{display:inline-block}.comment-content{font:15px/1.5 system-ui;overflow-wrap:anywhere}.comment-content p{margin:6px 0}.reply{font:13px system-ui}.navigation{font:14px system-ui;margin:16px 0}.page-numbers{padding:3px 9px;border:1px solid #ccd;border-radius:3px;margin-right:4px;text-decoration:none}.page-numbers.current{background:#123b52;color:#fff}
`;
